// What a server process may touch beside its connections: while it loads, its own code; after that (process/give-back.ts), nothing.
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ifKnown, withoutDebugger } from "../node-flags.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Compiled code of the last start: a third less time and memory for each process. */
export const compileCache = process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules/.cache/crosstalk");

/**
 * Flags of Node for a server process. It starts no other processes, no threads and no addons, reads only code, and
 * writes only the compiled form of it; where its memory runs out, V8 ends it.
 */
export const confinement: string[] = [
  "--permission",
  ...ifKnown("--allow-net"), // since Node 25 connections need it, too
  ...withoutDebugger,
  ...["package.json", "servers/*"].map((path) => `--allow-fs-read=${join(root, path)}`),
  ...[...libraries(), compileCache].map((folder) => `--allow-fs-read=${join(folder, "*")}`),
  `--allow-fs-write=${join(compileCache, "*")}`,
  "--max-semi-space-size=1",
  "--max-old-space-size=128",
];

/** Every folder node_modules that holds a library of ours: it may be a link, or stand above this folder. */
function libraries(): string[] {
  const { resolve } = createRequire(import.meta.url);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folders = Object.keys(dependencies).flatMap((name) => {
    try {
      const file = realpathSync(resolve(name));
      const end = file.indexOf(`${sep}node_modules${sep}`);
      return end < 0 ? [] : [join(file.slice(0, end), "node_modules")];
    } catch {
      return []; // what needs it says that it's missing
    }
  });
  return [...new Set([join(root, "node_modules"), ...folders])];
}
