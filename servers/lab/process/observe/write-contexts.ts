// For Redis clients that don't say what they do, e.g. ioredis and node-redis 4: remembers in which context bytes were written, and cuts
// what arrives into messages, so that each is handled in a context of its own.
//
//   handler ──write(bytes)──▶ {bytes, cause} … ──▶ a command's first byte says its cause
//   chunk ──▶ [ end of a message | message | message | begin of one ] ──▶ each is passed on by itself

export interface Writes {
  add: (bytes: number, cause: string | null) => void;
  /** Takes the next bytes, and returns the cause of the first of them. */
  take: (bytes: number) => string | null;
}

export function createWrites(): Writes {
  const writes: { bytes: number; cause: string | null }[] = [];
  return {
    add(bytes, cause) {
      const last = writes.at(-1);
      if (last && last.cause === cause) last.bytes += bytes;
      else writes.push({ bytes, cause });
    },
    take(bytes) {
      const cause = writes[0]?.cause ?? null;
      let left = bytes;
      while (left > 0 && writes[0]) {
        const taken = Math.min(left, writes[0].bytes);
        left -= taken;
        writes[0].bytes -= taken;
        if (writes[0].bytes === 0) writes.shift();
      }
      return cause;
    },
  };
}

export interface Piece {
  bytes: Buffer;
  /** The arrival that it completes; null for none. */
  arrival: string | null;
}

/** Returns a function that cuts the next chunk after each value that it completes. All chunks of a connection are given to it in order. */
export function createCutter() {
  /** Bytes of a value that begins in an earlier chunk. */
  let begun = 0;
  return (chunk: Buffer, values: readonly { bytes: number; arrival: string | null }[]): Piece[] => {
    const pieces: Piece[] = [];
    let at = 0;
    for (const { bytes, arrival } of values) {
      const end = at + bytes - begun;
      begun = 0;
      pieces.push({ bytes: chunk.subarray(at, end), arrival });
      at = end;
    }
    begun += chunk.length - at;
    if (at < chunk.length) pieces.push({ bytes: chunk.subarray(at), arrival: null });
    return pieces;
  };
}
