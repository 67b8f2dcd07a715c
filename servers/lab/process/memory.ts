// Ends a server process that uses too much memory, before it slows the machine.

/** V8 only bounds its own heap. Data that waits for slow clients or a slow cable is outside of it. */
const maxResidentBytes = 256 * 1024 ** 2;
const checkEveryMs = 250;

/** Checks every 250 ms, and exits with a line on stderr once this process uses more than 256 MB. */
export function boundMemory(): void {
  setInterval(() => {
    const bytes = process.memoryUsage.rss();
    if (bytes <= maxResidentBytes) return;
    const [held, most] = [bytes, maxResidentBytes].map((size) => Math.round(size / 1024 ** 2));
    process.stderr.write(
      `Out of memory: ${held} MB of ${most} MB. Clients that do not read, or a slow cable, leave too much data waiting.\n`,
      () => process.exit(1),
    );
  }, checkEveryMs).unref();
}
