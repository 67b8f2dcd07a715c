// A server process that holds too much ends, before the machine suffers.

/** V8 bounds its own heap only: what waits to be sent to slow clients or over a slow cable lies beside it. */
const maxResidentBytes = 256 * 1024 ** 2;
const checkEveryMs = 250;

/** Ends this process with a word on stderr once it holds more than 256 MB. */
export function boundMemory(): void {
  setInterval(() => {
    const bytes = process.memoryUsage.rss();
    if (bytes <= maxResidentBytes) return;
    const [held, most] = [bytes, maxResidentBytes].map((size) => Math.round(size / 1024 ** 2));
    process.stderr.write(
      `Out of memory: ${held} MB, and a server has ${most}. Clients that do not read, or a slow cable, leave too much waiting.\n`,
      () => process.exit(1),
    );
  }, checkEveryMs).unref();
}
