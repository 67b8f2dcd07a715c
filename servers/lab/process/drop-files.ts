// Takes file access away from a server process once its code is loaded.
import { flushCompileCache } from "node:module";

/** Call it once all code is loaded. From then on this process can neither read nor write a file, whatever reaches it. */
export function dropFileAccess(): void {
  flushCompileCache(); // a killed process could not do it later, and it frees memory
  process.permission.drop?.("fs.read");
  process.permission.drop?.("fs.write");
}

declare global {
  namespace NodeJS {
    /** Exists in the Node that Crosstalk installs, but not in its types or in earlier releases of Node 24. */
    interface ProcessPermission {
      drop?(scope: "fs.read" | "fs.write" | "net"): void;
    }
  }
}
