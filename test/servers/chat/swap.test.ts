// Pins the private names of Socket.IO that swapAdapter() needs, and what a naive io.adapter() would do instead.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { Adapter } from "socket.io-adapter";
import { io as connect } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import type { ChatIo } from "../../../servers/chat/events.ts";
import { swapAdapter } from "../../../servers/chat/swap.ts";

async function open() {
  const http = createServer();
  const io: ChatIo = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const socket = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    transports: ["websocket"],
  });
  onTestFinished(async () => {
    socket.disconnect();
    await io.close();
  });
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const heard: unknown[] = [];
  const fence = new Promise<void>((resolve) => socket.once("refused", () => resolve()));
  socket.on("message", (data) => heard.push(data));
  const served = [...io.of("/").sockets.values()][0];
  if (!served) throw new Error("the client is connected, so the server has its socket");
  return { io, served, heard, fence };
}

/** Takes the same path as a broadcast, but not through any adapter. */
const sendFence = ({ served }: Awaited<ReturnType<typeof open>>) =>
  served.emit("refused", { code: "invalid", message: "fence" });

test("io.adapter() alone leaves a connected client deaf to broadcasts", async () => {
  const world = await open();
  world.io.adapter(class extends Adapter {});
  world.io.emit("message", "lost");
  sendFence(world);
  await world.fence;

  expect(world.heard).toEqual([]);
});

test("swapAdapter() keeps clients and rooms, in both directions", async () => {
  const world = await open();
  const { io, served } = world;
  await served.join("tea");
  const before = io.of("/").adapter;
  const old = swapAdapter(io, class extends Adapter {});
  await served.join("later");

  io.emit("message", "all");
  io.to("tea").emit("message", "tea");
  io.to("later").emit("message", "later");
  io.to(served.id).emit("message", "own room");
  sendFence(world);
  await world.fence;

  expect(world.heard).toEqual(["all", "tea", "later", "own room"]);
  expect(old).toEqual([before]);
  expect(served.rooms).toEqual(new Set([served.id, "tea", "later"]));
  expect(io.of("/").adapter.sids.get(served.id)).toEqual(new Set([served.id, "tea", "later"]));
});

test("swapAdapter() includes a client that is still connecting", async () => {
  const world = await open();
  const { io, served } = world;
  const arriving = Promise.withResolvers<void>();
  io.use((_socket, next) => {
    swapAdapter(io, class extends Adapter {});
    arriving.resolve();
    next();
  });
  const second = connect(`http://${served.handshake.headers.host}`, {
    transports: ["websocket"],
    forceNew: true,
  });
  onTestFinished(() => void second.disconnect());
  const heard = new Promise((resolve) => second.once("message", resolve));
  await arriving.promise;
  await new Promise<void>((resolve) => second.once("connect", resolve));
  io.emit("message", "welcome");

  expect(await heard).toBe("welcome");
});
