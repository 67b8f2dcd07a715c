// What the gateway uses of Engine.IO's connections, whose types the package does not export to us.

export interface Packet {
  data?: string | Buffer;
}

export interface Connection {
  readyState: string;
  remoteAddress?: string;
  transport: {
    name: string;
    /** Of a WebSocket. */
    socket?: { bufferedAmount: number };
    /** The answer to a poll that is under way. */
    res?: { once(event: "close", listener: () => void): void } | null;
  };
  on(event: "packet", listener: (packet: Packet) => void): void;
  on(event: "packetCreate", listener: (packet: Packet) => void): void;
  on(event: "flush" | "close", listener: () => void): void;
  close(discard: boolean): void;
}
