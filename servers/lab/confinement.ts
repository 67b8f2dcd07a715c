// What a server process can access besides its connections: its own code while it loads, and then nothing (process/drop-files.ts).
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../cache-folder.ts";
import { ifKnown, withoutDebugger } from "../node-flags.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where Node caches compiled code. It saves each process a third of its start time and memory. */
export const compileCache = process.env.NODE_COMPILE_CACHE ?? cacheFolder;

/**
 * Node flags for a server process. It can start no processes, threads or addons, can read only code and write only the
 * compile cache, and V8 ends it when its heap is full.
 */
export const confinement: string[] = [
  "--permission",
  ...ifKnown("--allow-net"), // since Node 25, connections need it too
  ...withoutDebugger,
  ...["package.json", "servers/*"].map((path) => `--allow-fs-read=${join(root, path)}`),
  ...[...libraries(), compileCache].map((folder) => `--allow-fs-read=${join(folder, "*")}`),
  `--allow-fs-write=${join(compileCache, "*")}`,
  "--disable-warning=ExperimentalWarning", // of erasing types, which would stand in a learner's log
  "--max-semi-space-size=1",
  "--max-old-space-size=128",
];

/** Returns every node_modules folder with one of our libraries. It can be a symlink, or be in a parent folder. */
function libraries(): string[] {
  const { resolve } = createRequire(import.meta.url);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folders = Object.keys(dependencies).flatMap((name) => {
    try {
      const file = realpathSync(resolve(name));
      const end = file.indexOf(`${sep}node_modules${sep}`);
      return end < 0 ? [] : [join(file.slice(0, end), "node_modules")];
    } catch {
      return []; // the code that imports it will report that it's missing
    }
  });
  return [...new Set([join(root, "node_modules"), ...folders])];
}
