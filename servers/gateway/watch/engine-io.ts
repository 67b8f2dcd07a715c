// The parts of Engine.IO's connections that the gateway uses. The package does not export their types.
import type { IncomingMessage } from "node:http";

export interface Packet {
  data?: string | Buffer;
}

/** What Engine.IO and we use of a WebSocket of `ws`. */
export interface WebSocket {
  bufferedAmount: number;
  readyState: number;
  CLOSED: number;
  /** The bare connection; null once it is closed. */
  _socket: { bytesRead: number } | null;
  once(event: "close", listener: () => void): void;
  terminate(): void;
}

/** The answer to a poll. */
export interface PollAnswer {
  once(event: "close", listener: () => void): void;
  destroy(): void;
}

export interface Connection {
  readyState: string;
  /** The request that began the session. */
  request: IncomingMessage;
  transport: {
    name: string;
    /** Set for a WebSocket. */
    socket?: WebSocket;
    /** The response to the current poll. */
    res?: PollAnswer | null;
    /** A POST whose body is still to come. */
    dataReq?: { headers: { "content-length"?: string } } | null;
  };
  on(event: "packet", listener: (packet: Packet) => void): void;
  on(event: "packetCreate", listener: (packet: Packet) => void): void;
  on(event: "flush" | "close", listener: () => void): void;
  close(discard: boolean): void;
}
