// Serves the site below a path: links in lessons and pages are written from the root, and the build puts the path in front.
//
//   href="/07-the-adapter/"  ▶  href="/crosstalk/07-the-adapter/"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { joinPath, stripBase } from "../../servers/base-path.ts";

/** @param base the path that the site is built for. */
export function baseLinks(base: string): AstroIntegration {
  return {
    name: "base-links",
    hooks: {
      "astro:build:done": ({ dir }) => {
        if (joinPath(base, "/") === "/") return;
        const root = fileURLToPath(dir);
        refusePagesName(root, base);
        for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
          if (!name.endsWith(".html")) continue;
          const file = join(root, name);
          writeFileSync(file, withBaseLinks(readFileSync(file, "utf8"), base));
        }
      },
    },
  };
}

/** Below a path like /playground/, a link to /playground/ could mean the site's start or its page. */
function refusePagesName(root: string, base: string): void {
  if (!existsSync(join(root, base))) return;
  throw new Error(
    `--base (or BASE_PATH): ${base} is the path of one of the site's own pages; choose another.`,
  );
}

/** Adds the base to each link of this site that doesn't have it yet. */
export function withBaseLinks(html: string, base: string): string {
  return html.replaceAll(
    /(<[a-z][^<>]*?\s(?:href|src)=")(\/(?!\/)[^"]*)"/g,
    (_, before: string, path: string) =>
      `${before}${stripBase(base, path) === path ? joinPath(base, path) : path}"`,
  );
}
