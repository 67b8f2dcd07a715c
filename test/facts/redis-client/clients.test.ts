// Facts the other tests don't reach: where a server keeps its connections, and what node-redis 6 sends first.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createClient } from "redis";
import { expect, test } from "vitest";
import { newKey, openPair } from "../servers.ts";

test("the connections themselves are in Engine.IO's clients, by session id, and on one server only", async () => {
  const { a, b, alpha } = await openPair("none", { url: "", key: newKey() });
  const sid = alpha.socket.io.engine.id;
  const clientsOf = ({ io }: typeof a) =>
    (io.engine as unknown as { clients: Record<string, unknown> }).clients;
  expect(Object.keys(clientsOf(a))).toEqual([sid]);
  expect(Object.keys(clientsOf(b))).not.toContain(sid);
  expect(sid).not.toBe(alpha.socket.id);
});

test("node-redis 6 begins with HELLO 3, which Redis supports since version 6", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = createClient({ url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}` });
  client.on("error", () => {});
  client.connect().catch(() => {});
  const [socket] = await once(server, "connection");
  const [bytes] = await once(socket, "data");
  expect(String(bytes)).toMatch(/^\*\d\r\n\$5\r\nHELLO\r\n\$1\r\n3\r\n/);
  client.destroy();
  socket.destroy();
  server.close();
});
