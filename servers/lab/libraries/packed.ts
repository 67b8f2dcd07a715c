// Where the libraries of a server process are packed into one file. Finding and reading their 800 small ones took more than half
// of the processor time of a start.
//
//   node_modules/redis/, socket.io/ … ──pack.ts──▶ .cache/crosstalk/libraries-<hash>/ ──▶ use.mjs, which a process loads first
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cacheFolder } from "../../cache-folder.ts";

/** What files of servers/chat/ and servers/lab/process/ import. */
export const libraries: string[] = [
  "redis",
  "socket.io",
  "socket.io-adapter",
  "@socket.io/redis-adapter",
  "@socket.io/redis-streams-adapter",
  "@msgpack/msgpack",
];

const root = fileURLToPath(new URL("../../../", import.meta.url));

let folder: string | undefined;

/** Returns the folder for the libraries as installed now: another version of any package is another folder. */
export function packedFolder(): string {
  if (folder) return folder;
  const hash = createHash("sha256").update(readFileSync(new URL("pack.ts", import.meta.url)));
  for (const version of versionsBelow(libraries, join(root, "package.json")).values()) hash.update(version);
  folder = join(cacheFolder, `libraries-${hash.digest("hex").slice(0, 16)}`);
  return folder;
}

/** Returns the address of the module to load first; null while the libraries aren't packed. They load more slowly then. */
export function packedLibraries(): string | null {
  const file = join(packedFolder(), "use.mjs");
  return existsSync(file) ? pathToFileURL(file).href : null;
}

/** Adds every package that these need to `found`, as path of its package.json and "name@version". */
function versionsBelow(
  names: readonly string[],
  parent: string,
  found: Map<string, string> = new Map(),
): Map<string, string> {
  for (const name of names) {
    const path = packageJson(name, parent);
    if (!path || found.has(path)) continue;
    const { version, dependencies = {} } = JSON.parse(readFileSync(path, "utf8"));
    found.set(path, `${name}@${version}\n`);
    versionsBelow(Object.keys(dependencies), path, found);
  }
  return found;
}

/** Returns undefined if it isn't installed; the code that imports it reports that. */
function packageJson(name: string, parent: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(parent));
  } catch {
    return undefined;
  }
}
