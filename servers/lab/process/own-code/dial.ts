// The far end of a cable in a process without network access: the gateway connects, and hands the connection over.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import tls from "node:tls";
import { addressOf } from "../../../redis/connect.ts";
import type { FarEnd } from "../cable/cable.ts";

export interface Dial {
  /** Returns the far end at once; it emits `connect` when the gateway has connected. */
  connect: (target: URL) => FarEnd;
  /** Takes the gateway's answer to `ask`: the connection, or why there is none. */
  answered: (
    id: number,
    socket: Socket | undefined,
    error: { code: string; message: string } | undefined,
  ) => void;
}

/** `ask` asks the gateway for a connection. */
export function createDial(ask: (id: number) => void): Dial {
  const waiting = new Map<number, ReturnType<typeof createLateSocket>>();
  let count = 0;
  return {
    connect(target) {
      count += 1;
      const late = createLateSocket();
      waiting.set(count, late);
      ask(count);
      if (target.protocol !== "rediss:") return late.stream;
      return tls.connect({ socket: late.stream, servername: addressOf(target).host });
    },
    answered(id, socket, error) {
      const late = waiting.get(id);
      waiting.delete(id);
      if (!late || late.stream.destroyed) return void socket?.destroy();
      if (socket) late.attach(socket);
      else
        late.stream.destroy(
          Object.assign(new Error(error?.message), { code: error?.code, syscall: "connect" }),
        );
    },
  };
}

/** Returns a stream that becomes a socket later. What is written before waits. */
export function createLateSocket(): { stream: FarEnd; attach: (socket: Socket) => void } {
  let socket: Socket | undefined;
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => void socket?.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket?.write(chunk, done),
    final: (done) => void (socket ? socket.end(done) : done()),
    destroy(error, done) {
      socket?.destroy();
      done(error);
    },
  });
  stream.cork();
  return {
    stream,
    attach(given) {
      socket = given;
      socket.on("data", (chunk) => {
        if (!stream.push(chunk)) given.pause();
      });
      socket.on("end", () => stream.push(null));
      socket.on("error", (error) => stream.destroy(error));
      socket.on("close", () => stream.destroy());
      given.resume();
      stream.uncork();
      stream.emit("connect");
    },
  };
}
