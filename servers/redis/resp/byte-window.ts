// Buffers bytes that arrived in chunks and were not taken yet. Grows by doubling, so that any split takes linear time.

/** The bytes that are waiting. All positions count from the first of them. */
export interface ByteWindow {
  readonly length: number;
  append(chunk: Buffer): void;
  /** Returns the byte at a position, which must be inside the window. */
  at(position: number): number;
  /** Returns the position of a byte at or after `from`, or -1. */
  find(byte: number, from: number): number;
  view(from: number, to: number): Buffer;
  /** Removes the first `count` bytes and returns them. They are never overwritten. */
  take(count: number): Buffer;
}

/** Creates an empty window. A chunk that arrives while it is empty is not copied. */
export function createByteWindow(): ByteWindow {
  let bytes: Buffer = Buffer.alloc(0);
  let start = 0;
  let end = 0;
  // Bytes past `end` may only be written if the window allocated them, because a chunk can share its memory.
  let capacity = 0;

  return {
    get length() {
      return end - start;
    },
    append(chunk) {
      const left = end - start;
      if (left === 0) {
        bytes = chunk;
        start = 0;
        end = chunk.length;
        capacity = end;
        return;
      }
      if (end + chunk.length > capacity) {
        const grown = Buffer.allocUnsafeSlow(Math.max(256, 2 * (left + chunk.length)));
        bytes.copy(grown, 0, start, end);
        bytes = grown;
        start = 0;
        end = left;
        capacity = grown.length;
      }
      chunk.copy(bytes, end);
      end += chunk.length;
    },
    at: (position) => bytes.readUInt8(start + position),
    find(byte, from) {
      const found = bytes.subarray(start + from, end).indexOf(byte);
      return found === -1 ? -1 : from + found;
    },
    view: (from, to) => bytes.subarray(start + from, start + to),
    take(count) {
      const taken = bytes.subarray(start, start + count);
      start += count;
      return taken;
    },
  };
}
