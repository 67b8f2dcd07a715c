// What one Socket.IO connection of the gateway's own may send, and leave unread: all labs share this one process.
import type { Server } from "socket.io";

export interface FlowLimits {
  /** A page that reports the busiest lab stays at a tenth of these. */
  maxPacketsPerSecond: number;
  maxBytesPerSecond: number;
  /** Packets that wait because the other end does not read. */
  maxWaiting: number;
}

export const flowLimits: FlowLimits = {
  maxPacketsPerSecond: 1000,
  maxBytesPerSecond: 4_000_000,
  maxWaiting: 1000,
};

/** Cuts off connections that go beyond; their library connects again, and goes on where it was. */
export function boundFlow(
  io: Pick<Server, "engine">,
  limits: FlowLimits,
  cutOff: (why: string) => void,
): void {
  io.engine.on("connection", (connection: Connection) => {
    let secondEnds = 0;
    let packets = 0;
    let bytes = 0;

    const end = (why: string) => {
      if (connection.readyState !== "open") return;
      cutOff(why);
      connection.close(true);
    };
    connection.on("packet", ({ data }) => {
      if (Date.now() >= secondEnds) {
        secondEnds = Date.now() + 1000;
        packets = 0;
        bytes = 0;
      }
      packets += 1;
      bytes += data?.length ?? 0;
      if (packets > limits.maxPacketsPerSecond || bytes > limits.maxBytesPerSecond) end("sends too much");
    });
    connection.on("packetCreate", () => {
      if (connection.writeBuffer.length > limits.maxWaiting) end("reads too little");
    });
  });
}

/** What of Engine.IO's connection is used here; the package does not export its type to us. */
interface Connection {
  readyState: string;
  writeBuffer: unknown[];
  on(event: "packet", listener: (packet: { data?: string | Buffer }) => void): void;
  on(event: "packetCreate", listener: () => void): void;
  close(discard: boolean): void;
}
