// What a server process may touch beside its connections: while it loads, its own code; from then on, nothing.
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Compiled code of the last start: a third less time and memory for each process. */
export const compileCache = process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules/.cache/crosstalk");

/**
 * Flags of Node for a server process. It starts no other processes, no threads and no addons, reads only code, and
 * writes only the compiled form of it; where its memory runs out, V8 ends it.
 */
export const confinement: string[] = [
  "--permission",
  ...["package.json", "servers/*", "node_modules/*"].map((path) => `--allow-fs-read=${join(root, path)}`),
  `--allow-fs-read=${join(compileCache, "*")}`,
  `--allow-fs-write=${join(compileCache, "*")}`,
  "--max-semi-space-size=1",
  "--max-old-space-size=128",
];

/** To be called when all code is loaded: from here on this process reads and writes no file, whatever reaches it. */
export function giveBackFiles(): void {
  flushCompileCache(); // a process that is killed could not do it later; and it frees what was kept for it
  process.permission.drop?.("fs.read");
  process.permission.drop?.("fs.write");
}

declare global {
  namespace NodeJS {
    /** The Node that comes with Crosstalk has it, its types and earlier releases of Node 24 do not. */
    interface ProcessPermission {
      drop?(scope: "fs.read" | "fs.write"): void;
    }
  }
}
