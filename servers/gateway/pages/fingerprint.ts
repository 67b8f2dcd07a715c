// What a built site was made of, as one short text: the same sources give the same text, wherever they lie and whenever they were saved.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** All that the pages are made of; lessons show code of the servers. */
const sources = ["site", "lessons", "servers", "astro.config.ts", "package-lock.json"];

/** What editors and operating systems leave beside the files that one works on. */
const notOurs =
  /(^|[\\/])(\..*|.*~|#.*#|.*\.(sw[a-p]|tmp|bak|orig|rej|log)|4913|Thumbs\.db|desktop\.ini|Icon\r)($|[\\/])/i;

/** Digests the names and contents of all sources below `root`. A source that is missing counts as empty. */
export function madeOf(root: string): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const name of filesOf(root, source)) {
      const content = readFileSync(join(root, name));
      hash.update(`${name.replaceAll("\\", "/")}\n${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex");
}

const stampName = ".made-of";

/** What the site in `folder` was made of; an empty text where nobody wrote it. */
export function stampOf(folder: string): string {
  const path = join(folder, stampName);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

export function writeStamp(folder: string, stamp: string): void {
  writeFileSync(join(folder, stampName), stamp);
}

/** In one order, whatever the file system's is. */
function filesOf(root: string, source: string): string[] {
  const stats = statSync(join(root, source), { throwIfNoEntry: false });
  if (!stats) return [];
  if (stats.isFile()) return [source];
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length)
        .replace(/^[\\/]/, ""),
    )
    .filter((name) => !notOurs.test(name))
    .sort();
}
