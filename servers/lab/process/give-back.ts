// The end of loading: from then on a server process has no files.
import { flushCompileCache } from "node:module";

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
