// Reads the files of a finished site as a search engine would.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deadLinks } from "../../../site/build/check-links.ts";

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, one = ""]) => one);

/**
 * What is wrong, a line each: a page that isn't its own canonical address, isn't in the sitemap, has no version in another
 * language at the address that it names, or links to what doesn't exist. Pages with noindex only mustn't be in the sitemap.
 */
export function wrongAddresses(folder: string, origin: string, base: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".html"),
  );
  const pages = new Map(
    files.map((file) => [
      `/${file.replace(/(?<=^|\/)index\.html$/, "")}`,
      readFileSync(join(folder, file), "utf8"),
    ]),
  );
  const addressOf = (path: string) => origin + base.slice(0, -1) + path;
  const addresses = new Set([...pages.keys()].map(addressOf));
  const index = readFileSync(join(folder, "sitemap-index.xml"), "utf8");
  const listed = all(index, /<loc>([^<]+)/g).flatMap((map) => {
    if (!map.startsWith(origin + base)) return [map];
    return all(readFileSync(join(folder, map.slice((origin + base).length)), "utf8"), /<loc>([^<]+)/g);
  });

  const wrong = [...pages].flatMap(([path, html]) => {
    const isPrivate = /<meta name="robots" content="noindex"/.test(html);
    const canonical = all(html, /<link rel="canonical" href="([^"]*)"/g).join();
    const versions = all(html, /<link rel="alternate" hreflang="[^"]*" href="([^"]*)"/g);
    const isListed = listed.includes(addressOf(path));
    return [
      canonical !== (isPrivate ? "" : addressOf(path)) && `is canonical as ${canonical}`,
      isListed === isPrivate && `${isListed ? "is" : "isn't"} in the sitemap`,
      ...versions.map((version) => !addresses.has(version) && `has no version at ${version}`),
      !isPrivate && !versions.includes(addressOf(path)) && "isn't among its versions",
    ]
      .flatMap((problem) => problem || [])
      .map((problem) => `${path} ${problem}`);
  });
  const unknown = listed.filter((address) => !addresses.has(address));
  const dead = deadLinks(pages, (path) => existsSync(join(folder, path)), base);
  return [
    ...wrong,
    ...unknown.map((address) => `the sitemap has ${address}, which is no page`),
    ...dead.map(({ page, href, problem }) => `${page} has ${href}, which ${problem}`),
  ];
}
