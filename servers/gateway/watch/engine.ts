// What the gateway uses of Engine.IO's connections, whose types the package does not export to us.

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
  remoteAddress?: string;
  transport: {
    name: string;
    /** Of a WebSocket. */
    socket?: WebSocket;
    /** The answer to a poll that is under way. */
    res?: PollAnswer | null;
    /** A POST whose body is still to come. */
    dataReq?: { headers: { "content-length"?: string } } | null;
  };
  on(event: "packet", listener: (packet: Packet) => void): void;
  on(event: "packetCreate", listener: (packet: Packet) => void): void;
  on(event: "flush" | "close", listener: () => void): void;
  close(discard: boolean): void;
}
