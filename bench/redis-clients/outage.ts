// A Socket.IO server with the Redis adapter, in a process of its own behind a link that can be cut. It prints its port, and once a
// client is there, it cuts the link, broadcasts, and prints "emitted". A line on its input restores the link.
import { once } from "node:events";
import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { createAdapter } from "@socket.io/redis-adapter";
import { Server } from "socket.io";
import { connect, isCutOff, makeClient, type Opening } from "./open-client.ts";

const opening = JSON.parse(process.argv[2] ?? "") as Opening & { key: string };
const { api, key } = opening;
const redis = new URL(opening.url);

const sockets = new Set<net.Socket>();
const link = net.createServer((near) => {
  const far = net.connect(Number(redis.port), redis.hostname);
  for (const socket of [near, far]) {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  }
  near.pipe(far).pipe(near);
});
link.listen(0, "127.0.0.1");
await once(link, "listening");
const { port } = link.address() as AddressInfo;

const url = Object.assign(new URL(redis), { hostname: "127.0.0.1", port }).href;
const pub = makeClient({ ...opening, url });
const sub = pub.duplicate();
for (const client of [pub, sub]) client.on("error", () => {});
await Promise.all([connect(pub, api), connect(sub, api)]);

const http = createServer();
const io = new Server(http, { adapter: createAdapter(pub, sub, { key }) });
http.listen(0, "127.0.0.1");
await once(http, "listening");
console.log((http.address() as AddressInfo).port);
await once(io, "connection");
// Nothing of the adapter's own is under way when the link is cut: only the broadcast is judged.
while ((await io.of("/").adapter.serverCount()) < 1) await delay(20);
await delay(500);

link.close();
for (const socket of sockets) socket.end();
while (!isCutOff(pub, api) || !isCutOff(sub, api)) await delay(20);
io.emit("line", "one");
console.log("emitted");

createInterface({ input: process.stdin })
  .once("line", () => link.listen(port, "127.0.0.1"))
  .on("close", () => process.exit()); // the bench has ended
