// Fails the build on a dead link: to a page that doesn't exist, or to an anchor its page doesn't have.
//
//   lessons/03-two-servers.mdx:148: /07-adapter/ leads to no page. …
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { joinPath, stripBase } from "../../servers/base-path.ts";
import { fileOfAddress } from "../course/page-files.ts";
import { decode } from "../lab/arrangement/decode.ts";

export interface DeadLink {
  /** The page with the link, e.g. `/03-two-servers/`. */
  page: string;
  /** The link as written in the page. */
  href: string;
  problem: string;
}

/**
 * Must come after all integrations that write into the finished site.
 * @param base the path that the site is built for.
 */
export function checkLinks(base: string): AstroIntegration {
  return {
    name: "check-links",
    hooks: {
      "astro:build:done": ({ dir }) => {
        const root = fileURLToPath(dir);
        const dead = deadLinks(readPages(root), (path) => existsSync(join(root, path)), base);
        if (dead.length === 0) return;
        const lines = dead.map((link) => `  ${placeOf(link, "lessons")}: ${link.href} ${link.problem}`);
        throw new Error(`Dead links:\n${lines.join("\n")}`);
      },
    },
  };
}

/** @param pages the HTML of each page by its path; @param isFile whether the site has a file of this path. */
export function deadLinks(
  pages: ReadonlyMap<string, string>,
  isFile: (path: string) => boolean,
  base = "/",
): DeadLink[] {
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (page: string): Set<string> => {
    const known = anchors.get(page) ?? new Set(attributes(pages.get(page) ?? "", "id"));
    anchors.set(page, known);
    return known;
  };
  return [...pages].flatMap(([page, html]) =>
    [...new Set(attributes(html, "href"))].flatMap((href): DeadLink[] => {
      const here = new URL(joinPath(base, page), "http://site");
      const { origin, pathname, hash } = new URL(href, here);
      if (origin !== here.origin) return [];
      const path = stripBase(base, decodeURI(pathname));
      const anchor = decodeURIComponent(hash.slice(1));
      if (!pages.has(path)) {
        if (isFile(path) && !path.endsWith("/")) return [];
        const problem = pages.has(`${path}/`)
          ? "leads to a page by another address; end it with a slash."
          : "leads to no page; correct it, or add the page.";
        return [{ page, href, problem }];
      }
      if (anchor === "" || anchorsOf(path).has(anchor)) return [];
      if (path.endsWith("/playground/") && /^lab\d/.test(anchor)) {
        const read = decode(anchor);
        if ("arrangement" in read) return [];
        return [{ page, href, problem: `holds no lab that the playground opens (${read.problem.what}).` }];
      }
      return [{ page, href, problem: `leads to an anchor that ${path} doesn't have; correct it.` }];
    }),
  );
}

/** "lessons/03-two-servers.mdx:148": the lesson and line with the link; else the page. */
export function placeOf({ page, href }: DeadLink, lessons: string): string {
  const path = fileOfAddress(page, lessons);
  if (path === undefined) return page;
  const lines = readFileSync(path, "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes(`(${href})`) || text.includes(`"${href}"`));
  return line < 0 ? path : `${path}:${line + 1}`;
}

function readPages(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".html"),
  );
  const path = (file: string) => `/${file.replaceAll("\\", "/")}`.replace(/(?<=\/)index\.html$/, "");
  return new Map(files.map((file) => [path(file), readFileSync(join(root, file), "utf8")]));
}

function attributes(html: string, name: "id" | "href"): string[] {
  const found = html.matchAll(
    new RegExp(`<[a-z][^<>]*?\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "gi"),
  );
  return [...found].map(([, double, single, bare]) =>
    (double ?? single ?? bare ?? "").replaceAll("&amp;", "&"),
  );
}
