// The message that a client is just sending: what has come of it is held until it is whole.
import type { Connection } from "./engine-io.ts";

export interface Unfinished {
  /** What has come of it so far, about. */
  bytes: () => number;
  /** A message is whole; to be called with each. */
  packet: () => void;
}

/** What is counted of a body that doesn't say how long it is; Engine.IO takes no longer one. */
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
