// One server passes any test of a broadcast. These need two, and a client on each.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { io } from "socket.io-client";
import { startServer } from "./start-server.js";

test("a broadcast reaches the clients of the other server", async (t) => {
  const servers = await Promise.all([
    startServer(),
    startServer(),
  ]);
  const [alpha, beta] = servers.map(({ url }) => io(url));
  t.after(() => {
    for (const client of [alpha, beta]) client.close();
    for (const server of servers) server.stop();
  });
  await Promise.all([
    once(alpha, "connect"),
    once(beta, "connect"),
  ]);

  const heard = once(beta, "message", {
    signal: AbortSignal.timeout(2_000),
  });
  alpha.emit("message", "hi");
  assert.deepEqual(await heard, ["hi"]);
});
