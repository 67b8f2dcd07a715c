// Which file has the text of which page. The folder pages/ is for those that aren't lessons, and isn't part of an address:
//   /03-two-servers/   lessons/03-two-servers.mdx
//   /zh-cn/glossary/   lessons/zh-cn/pages/glossary.mdx
import { existsSync, readdirSync } from "node:fs";

/** Returns the pages of one language as paths below its folder, e.g. `pages/glossary.mdx`, in order. */
export function pageFiles(folder: string): string[] {
  const pages = readdirSync(`${folder}/pages`).map((name) => `pages/${name}`);
  return [...readdirSync(folder), ...pages].filter((path) => /^(pages\/)?[^_/][^/]*\.mdx$/.test(path)).sort();
}

/** Returns the id of a page, e.g. `zh-cn/glossary`, for its path below lessons/, e.g. `zh-cn/pages/glossary.mdx`. */
export function pageId(path: string): string {
  return path
    .replace(/(^|\/)pages\//, "$1")
    .replace(/\.mdx$/, "")
    .replace(/\/index$/, "");
}

/** Returns the file of the page at an address, e.g. `/zh-cn/glossary/`, below the folder `lessons`; undefined if there is none. */
export function fileOfAddress(address: string, lessons: string): string | undefined {
  const [, locale = "", name = ""] = /^\/(zh-cn\/)?(?:(.*)\/)?$/.exec(address) ?? [];
  return ["", "pages/"]
    .map((folder) => `${lessons}/${locale}${folder}${name || "index"}.mdx`)
    .find((file) => existsSync(file));
}
