// When a client comes back by itself and when it doesn't: refused by a middleware, sent away by its server, or its server closed.
import { io as connect, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { newKey, openBare } from "./servers.ts";

const open = () => openBare("none", { url: "", key: newKey() });
const soon = { reconnectionDelay: 10, reconnectionDelayMax: 10, transports: ["websocket"], forceNew: true };

/** A server that lets in who has the token "new", and which tokens it has seen. */
async function openGuarded() {
  const { io, url } = await open();
  const seen: unknown[] = [];
  io.use(({ handshake }, next) => {
    seen.push(handshake.auth.token);
    if (handshake.auth.token === "new") next();
    else next(Object.assign(new Error("unauthorized"), { data: { code: "expired" } }));
  });
  return { io, url, seen };
}

function start(url: string, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
  const socket = connect(url, { ...soon, ...options });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

interface Refusal extends Error {
  data?: unknown;
}
const refusalOf = (socket: Socket) =>
  new Promise<Refusal>((resolve) => socket.once("connect_error", resolve));
const connected = (socket: Socket) => new Promise<void>((resolve) => socket.once("connect", () => resolve()));

test("a client that a middleware refuses sees the error's message and data, and doesn't try again", async () => {
  const { url, seen } = await openGuarded();
  const socket = start(url, { auth: { token: "old" } });
  const { message, data } = await refusalOf(socket);
  expect([message, data, socket.active]).toEqual(["unauthorized", { code: "expired" }, false]);

  // One that reaches no server has the same event, and tries again, four times here.
  const { io: closed, url: nobody } = await open();
  await closed.close();
  const other = start(nobody);
  let errors = 0;
  other.on("connect_error", () => (errors += 1));
  await refusalOf(other);
  expect(other.active).toBe(true);
  await expect.poll(() => errors).toBeGreaterThan(3);
  expect(seen).toEqual(["old"]);
});

test("a client that gets another token in connect_error, once, and calls connect() gets in", async () => {
  const { url, seen } = await openGuarded();
  let refusals = 0;
  const renewing = (newToken: string) => {
    const socket = start(url, { auth: { token: "old" } });
    let renewed = false;
    socket.on("connect_error", () => {
      refusals += 1;
      if (socket.active || renewed) return;
      renewed = true;
      socket.auth = { token: newToken };
      socket.connect();
    });
    return socket;
  };
  const loser = renewing("as bad");
  await expect.poll(() => refusals).toBe(2);
  const winner = renewing("new");
  await connected(winner);
  expect([loser.active, seen]).toEqual([false, ["old", "as bad", "old", "new"]]);
});

test("auth as a function is called for each attempt, also for those that the client makes by itself", async () => {
  const { io, url, seen } = await openGuarded();
  let calls = 0;
  const socket = start(url, { auth: (give) => give({ token: ++calls === 1 ? "old" : "new" }) });
  await refusalOf(socket);
  socket.connect();
  await connected(socket);
  const again = connected(socket);
  for (const { conn } of io.sockets.sockets.values()) conn.close();
  await again;
  expect([calls, seen]).toEqual([3, ["old", "new", "new"]]);
});

test("after io.close() a client sees transport close, and reconnects by itself", async () => {
  const [first, second] = [await open(), await open()];
  const socket = start(first.url);
  await connected(socket);
  const reason = new Promise((resolve) => socket.once("disconnect", resolve));
  const again = connected(socket);
  // Where the balancer sends it.
  Object.assign(socket.io, { uri: second.url });
  await first.io.close();
  expect(await reason).toBe("transport close");
  await again;
  expect(second.io.engine.clientsCount).toBe(1);
});

test.each([false, true])(
  "after disconnect(%s) on the server it sees io server disconnect, and only connect() brings it back",
  async (close) => {
    const { io, url } = await open();
    const socket = start(url);
    await connected(socket);
    const reason = new Promise((resolve) => socket.once("disconnect", resolve));
    for (const one of io.sockets.sockets.values()) one.disconnect(close);
    expect([await reason, socket.active]).toEqual(["io server disconnect", false]);
    socket.connect();
    await connected(socket);
  },
);
