// Packs the libraries when they aren't packed yet, in a process of its own, since a bundler needs much memory.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { killAtExit } from "../../at-exit.ts";
import { packedLibraries } from "./packed.ts";

/**
 * Resolves once they are packed, or can't be: production dependencies alone have no bundler, and a checkout can be read-only.
 * Server processes start more slowly then.
 */
export function ensurePacked(): Promise<void> {
  if (packedLibraries()) return Promise.resolve();
  const program = fileURLToPath(new URL("pack-main.ts", import.meta.url));
  return new Promise((resolve) => killAtExit(execFile(process.execPath, [program], () => resolve())));
}
