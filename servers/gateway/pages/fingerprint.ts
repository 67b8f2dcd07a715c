// Hashes a site's sources: the same contents give the same hash, in any folder and with any file times.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Everything that the pages are built from. Lessons show code from servers/. */
const sources = ["site", "lessons", "examples", "servers", "astro.config.ts", "package-lock.json"];

/** Files that editors and operating systems leave behind. */
const notOurs =
  /(^|[\\/])(\..*|.*~|#.*#|.*\.(sw[a-p]|tmp|bak|orig|rej|log)|4913|Thumbs\.db|desktop\.ini|Icon\r)($|[\\/])/i;

/** Returns a hash of the names and contents of all sources in `root`. A missing source counts as empty. */
export function fingerprintOf(root: string): string {
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

/** Returns the hash of the sources that the site in `folder` was built from; "" if it is unknown. */
export function stampOf(folder: string): string {
  const path = join(folder, stampName);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

export function writeStamp(folder: string, stamp: string): void {
  writeFileSync(join(folder, stampName), stamp);
}

/** Returns the files of a source in a fixed order. */
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
