// Ends a server process that uses too much memory, before it slows the machine.
import process from "node:process";
import { outOfMemory } from "../memory-limit.ts";

/** V8 only bounds its own heap. Data that waits for slow clients or a slow cable is outside of it. */
const hint = "Clients that do not read, or a slow cable, leave too much data waiting.";
const checkEveryMs = 250;

/** Checks every 250 ms. Calls `ending`, and exits with a line on stderr, once this process uses more than 256 MB. */
export function limitMemory(ending: (message: string) => void): void {
  setInterval(() => {
    const message = outOfMemory(process.memoryUsage.rss());
    if (message === null) return;
    ending(message);
    process.stderr.write(`${message} ${hint}\n`, () => process.exit(1));
  }, checkEveryMs).unref();
}
