// Serves the site below a path: links in lessons and pages are written from the root, and the build puts the path in front.
//
//   href="/07-the-adapter/"  ▶  href="/crosstalk/07-the-adapter/"
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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
        for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
          if (!name.endsWith(".html")) continue;
          const file = join(root, name);
          writeFileSync(file, withBaseLinks(readFileSync(file, "utf8"), base));
        }
      },
    },
  };
}

/** Adds the base to each link of this site that doesn't have it yet. */
export function withBaseLinks(html: string, base: string): string {
  return html.replaceAll(
    /(<[a-z][^<>]*?\s(?:href|src)=")(\/(?!\/)[^"]*)"/g,
    (_, before: string, path: string) =>
      `${before}${stripBase(base, path) === path ? joinPath(base, path) : path}"`,
  );
}
