// Bytes that came in and were not taken yet: one window that grows by doubling, so that any split costs linear time.

/** Bytes between what was taken and what has not come yet. All positions count from the first byte that is left. */
export interface ByteWindow {
  readonly length: number;
  append(chunk: Buffer): void;
  /** The byte at a position that is inside the window. */
  at(position: number): number;
  /** The position of a byte at or after `from`, or -1. */
  find(byte: number, from: number): number;
  view(from: number, to: number): Buffer;
  /** Removes the first `count` bytes and returns them. They stay valid: nothing is ever written over them. */
  take(count: number): Buffer;
}

/** Opens an empty window. A chunk that comes while it is empty is used as it is, without a copy. */
export function createByteWindow(): ByteWindow {
  let bytes: Buffer = Buffer.alloc(0);
  let start = 0;
  let end = 0;
  // Bytes past `end` may be written only if the window allocated them; a chunk may share its memory with others.
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
