// Two clients through the balancer, and what each hears.
import { once } from "node:events";
import { io } from "socket.io-client";

const url = process.argv[2] ?? "http://localhost:3000";
const open = () =>
  io(url, { transports: ["websocket"], forceNew: true });
const clients = [open(), open()];
const servers = await Promise.all(
  clients.map((client) => once(client, "server")),
);
console.log(`α is on ${servers[0]}, β is on ${servers[1]}`);
const heard = once(clients[1], "message");
clients[0].emit("message", "hi");
console.log(`β heard: ${(await heard)[0]}`);
process.exit();
