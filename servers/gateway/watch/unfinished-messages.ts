// Counts the bytes of a message that a client is still sending; they are held until the message is whole.
import type { Connection } from "./engine-io.ts";

export interface Unfinished {
  /** About how many bytes of it have arrived. */
  bytes: () => number;
  /** Call it with each whole message. */
  packet: () => void;
}

/** Counted for a body without a length: the most that Engine.IO accepts. */
const longestBody = 1_000_000;

export function createUnfinished(connection: Connection): Unfinished {
  const read = () => connection.transport.socket?._socket?.bytesRead ?? 0;
  let readBefore = read();
  return {
    bytes() {
      const { dataReq } = connection.transport;
      const body = dataReq ? Number(dataReq.headers["content-length"] ?? longestBody) : 0;
      return body + Math.max(0, read() - readBefore);
    },
    packet() {
      readBefore = read();
    },
  };
}
