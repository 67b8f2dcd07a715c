// A Socket.IO server whose adapter was made of any two Redis clients, and a client of it.
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import { onTestFinished } from "vitest";

const makers = { classic: createAdapter, sharded: createShardedAdapter };

/** What it calls of a Redis client, whichever library that comes from. */
interface RedisClient {
  on: (event: "error", listener: (error: Error) => void) => unknown;
}

/** The test that made the clients closes them, after the server. */
export function openServer(kind: keyof typeof makers, publisher: RedisClient, subscriber: RedisClient) {
  for (const client of [publisher, subscriber]) client.on("error", () => {});
  const io = new Server(0, { adapter: makers[kind](publisher, subscriber) });
  io.on("connection", (socket) => {
    socket.on("join", (room: string, ack: () => void) => {
      void socket.join(room);
      ack();
    });
  });
  onTestFinished(() => io.close());
  const address = io.httpServer.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    io,
    count: () => io.of("/").adapter.serverCount(),
    async client() {
      const socket = connect(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
      onTestFinished(() => void socket.disconnect());
      const heard: unknown[] = [];
      socket.on("message", (data: unknown) => heard.push(data));
      await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
      return { socket, heard };
    },
  };
}
