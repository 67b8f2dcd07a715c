// The yardstick: the smallest Socket.IO server with the Redis adapter, as the documentation has it. PORT and REDIS_URL from the environment.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const pubClient = createClient({ url: process.env.REDIS_URL ?? "redis://localhost:6379" });
const subClient = pubClient.duplicate();
await Promise.all([pubClient.connect(), subClient.connect()]);

const io = new Server({ adapter: createAdapter(pubClient, subClient, { key: "bare" }) });
io.on("connection", (socket) => {
  socket.on("message", (data, ack) => {
    io.emit("message", data);
    if (typeof ack === "function") ack("ok");
  });
});
await subClient.ping();
io.listen(Number(process.env.PORT));
process.send?.("listening");
process.on("disconnect", () => process.exit());
