// The baseline: the smallest Socket.IO server with the Redis adapter, as the documentation shows it; with ADMIN_UI set, also
// with the instrumentation of Socket.IO's Admin UI, as its documentation shows it.
// Reads PORT, REDIS_URL and KEY (its own prefix in Redis) from the environment, and sends its port to the parent process.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { instrument } from "@socket.io/admin-ui";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const pubClient = createClient({ url: process.env.REDIS_URL ?? "redis://localhost:6379" });
const subClient = pubClient.duplicate();
await Promise.all([pubClient.connect(), subClient.connect()]);

const io = new Server({ adapter: createAdapter(pubClient, subClient, { key: process.env.KEY ?? "bare" }) });
if (process.env.ADMIN_UI) {
  // Development mode reports every event, as Crosstalk does.
  instrument(io, { auth: false, mode: "development", serverId: String(process.pid) });
}
io.on("connection", (socket) => {
  socket.on("message", (data, ack) => {
    io.emit("message", data);
    if (typeof ack === "function") ack("ok");
  });
});
await subClient.ping();

const http = createServer();
io.attach(http);
http.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () =>
  process.send?.((http.address() as AddressInfo).port),
);
process.on("disconnect", () => process.exit());
