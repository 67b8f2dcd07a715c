// How much memory a server process may use.
const maxBytes = 256 * 1024 ** 2;

/** Returns what to say of a process that uses `bytes`, V8's heap and everything else together; null if it may. */
export function outOfMemory(bytes: number): string | null {
  if (bytes <= maxBytes) return null;
  const [held, most] = [bytes, maxBytes].map((size) => Math.round(size / 1024 ** 2));
  return `Out of memory: ${held} MB of ${most} MB.`;
}
