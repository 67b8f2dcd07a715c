// Starts two servers with three clients, asks each server how many are online, and ends one of them.
import { once } from "node:events";
import { io } from "socket.io-client";
import { startServer } from "./start-server.js";

const [a, b] = await Promise.all([startServer(), startServer()]);
const clients = [a, b, b].map(({ url }) =>
  io(url, { forceNew: true }),
);
await Promise.all(
  clients.map((client) => once(client, "connect")),
);

for (const [name, client] of [
  ["A", clients[0]],
  ["B", clients[1]],
])
  console.log(
    `${name} says: ${await client.emitWithAck("online")} are online`,
  );

b.stop();
console.log("B is stopped. A notices:");
console.log("(Ctrl+C ends A.)");
