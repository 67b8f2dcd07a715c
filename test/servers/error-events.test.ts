// An 'error' event of one of the gateway's sockets or streams, at any stage of its life, ends at most its own connection.
import { channel } from "node:diagnostics_channel";
import { type EventEmitter, once } from "node:events";
import type { ClientRequest, IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connect, exchange, head, webSocketHead } from "../security/raw.ts";
import { openWorld, type TestClient, type TestLab, type World } from "../world.ts";

let world: World;
let lab: TestLab;
let alpha: TestClient;

/** What the gateway opened last, as Node itself reports it. */
interface Seen {
  socket: Socket;
  server: Server;
  request: IncomingMessage;
  response: ServerResponse;
  upstream: ClientRequest;
  answer: IncomingMessage;
}
let seen: Partial<Seen> = {};
const hooks = {
  "net.server.socket": ({ socket }: { socket: Socket & { server: Server } }) => {
    if (socket.localPort === Number(new URL(world.url).port))
      Object.assign(seen, { socket, server: socket.server });
  },
  "http.server.request.start": ({ request, response }: Seen) =>
    void Object.assign(seen, { request, response }),
  "http.client.request.start": ({ request }: Seen) => {
    seen.upstream = request as unknown as ClientRequest;
    seen.upstream.prependListener("response", (answer: IncomingMessage) => Object.assign(seen, { answer }));
  },
};

beforeAll(async () => {
  world = await openWorld("embedded");
  lab = await world.openLab({ shared: true });
  alpha = await lab.client("a", { transports: ["websocket"] });
  for (const [name, hook] of Object.entries(hooks)) channel(name).subscribe(hook as () => void);
});
afterAll(async () => {
  for (const [name, hook] of Object.entries(hooks)) channel(name).unsubscribe(hook as () => void);
  await world.close();
});

const polling = () => `/labs/${lab.id}/a/socket.io/?EIO=4&transport=polling`;
const keepAlive = { Connection: "keep-alive" };

/** Our connection; `seen.socket` is its other end. */
async function open(bytes = ""): Promise<Socket> {
  const client = await connect(world.url);
  onTestFinished(() => void client.destroy());
  await expect.poll(() => seen.socket?.remotePort).toBe(client.localPort);
  if (bytes) client.write(bytes);
  return client;
}

/** A long-polling request that waits for its response. */
async function poll(): Promise<void> {
  const [, sid = "none"] = /"sid":"([^"]+)"/.exec(await exchange(world.url, head(`GET ${polling()}`))) ?? [];
  const session = `${polling()}&sid=${sid}`;
  await exchange(world.url, `${head(`POST ${session}`, { "Content-Length": "2" })}40`);
  await exchange(world.url, head(`GET ${session}`)); // the first packets
  seen = {};
  await open(head(`GET ${session}`));
  await expect.poll(() => seen.upstream?.path).toContain(sid);
}

/** Resolves once the gateway has handled an upgrade. */
async function upgrade(path: string): Promise<Socket> {
  await open();
  const upgraded = once(seen.server as Server, "upgrade");
  const client = await open(webSocketHead(path));
  await upgraded;
  return client;
}

const stages: [name: string, what: keyof Seen, reach: () => Promise<unknown>][] = [
  ["the listening socket", "server", () => open()],
  ["a connection that has sent nothing yet", "socket", () => open()],
  ["a connection in the middle of a head", "socket", () => open("GET / HT")],
  [
    "a connection that waits for its next request",
    "socket",
    async () => once(await open(head("GET /healthz", keepAlive)), "data"),
  ],
  [
    "a request whose body is arriving",
    "request",
    async () => {
      await open(`${head(`POST ${polling()}`, { "Content-Length": "9" })}abc`);
      await expect.poll(() => seen.request?.method).toBe("POST");
    },
  ],
  ["a connection that waits for an answer", "socket", poll],
  ["a request that waits for its answer", "request", poll],
  ["a response that was not begun", "response", poll],
  ["a request to a lab's server", "upstream", poll],
  [
    "a lab's server's answer",
    "answer",
    async () => {
      await open(head(`GET ${polling()}`));
      await expect.poll(() => seen.answer).toBeDefined();
    },
  ],
  [
    "a response that was sent",
    "response",
    async () => once(await open(head("GET /healthz", keepAlive)), "data"),
  ],
  [
    "a connection that is being handed over",
    "socket",
    () => upgrade(`/labs/${lab.id}/a/socket.io/?EIO=4&transport=websocket`),
  ],
  ["a connection that is refused", "socket", () => upgrade("/nowhere")],
  [
    "a WebSocket that watches",
    "socket",
    async () => once(await upgrade("/watch/socket.io/?EIO=4&transport=websocket"), "data"),
  ],
];

test.each(stages)("on %s ends nothing else", async (_, what, reach) => {
  seen = {};
  await reach();
  const emitter: EventEmitter | undefined = seen[what];
  expect(emitter).toBeDefined();
  emitter?.emit("error", Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
  emitter?.emit("error", new Error("again"));
  expect((await world.call("GET", "/healthz")).body.status).toBe("ok");
  expect(await alpha.send("still here")).toBe("ok");
});

test("after all of that a lab opens and accepts clients", async () => {
  const other = await world.openLab();
  expect(await (await other.client("b")).send("hi")).toBe("ok");
});
