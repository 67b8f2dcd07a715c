// One connection to the embedded broker: reads commands, and writes replies and messages.

import type { Socket } from "node:net";
import type { CommandFrame } from "../resp/command-parser.ts";
import { createCommandReader } from "../resp/command-reader.ts";
import { encodeValue } from "../resp/encode.ts";
import { type Broker, type Client, execute, isSubscribed } from "./command-table.ts";

export interface ConnectionLimits {
  maxCommandBytes: number;
  maxUnreadBytes: number;
}

/** Serves one connection until it closes. Returns its client, which is not subscribed to anything. */
export function serveClient(socket: Socket, id: number, broker: Broker, limits: ConnectionLimits): Client {
  const reader = createCommandReader({ maxFrameBytes: limits.maxCommandBytes });
  const now = Date.now();
  const client: Client = {
    id,
    address: `${socket.remoteAddress}:${socket.remotePort}`,
    localAddress: `${socket.localAddress}:${socket.localPort}`,
    openedAt: now,
    activeAt: now,
    command: "NULL",
    authenticated: broker.password === null,
    protocol: 2,
    name: "",
    database: 0,
    library: { name: "", version: "" },
    write,
  };
  const waiting: CommandFrame[] = [];
  let malformed: string | null = null;
  let corked = false;

  /** Everything that is written in one turn of the event loop is sent together. */
  function write(bytes: Buffer): void {
    if (!socket.writable) return;
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(() => {
        corked = false;
        socket.uncork();
      });
    }
    socket.write(bytes);
    if (socket.writableLength > limits.maxUnreadBytes && isSubscribed(broker, client)) socket.destroy();
  }

  /** Runs waiting commands, but pauses while the client does not read its replies. */
  function work(): void {
    while (socket.writable) {
      if (socket.writableNeedDrain) {
        socket.pause();
        socket.once("drain", work);
        return;
      }
      const frame = waiting.shift();
      if (!frame) break;
      run(frame);
    }
    if (malformed !== null) {
      write(Buffer.from(`-${malformed}\r\n`, "latin1"));
      socket.destroySoon();
    }
    socket.resume();
  }

  function run({ args: [name, ...rest] }: CommandFrame): void {
    if (!name) return;
    const { next, replies } = execute(broker, client, [name, ...rest]);
    for (const reply of replies) write(encodeValue(reply, client.protocol));
    if (next === "close") socket.destroySoon();
    if (next === "hang up") socket.destroy();
  }

  socket.on("data", (chunk: Buffer) => {
    if (!socket.writable) return;
    const { frames, error } = reader.push(chunk);
    waiting.push(...frames);
    malformed = error?.message ?? null;
    work();
  });
  return client;
}
