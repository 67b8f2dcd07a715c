// The sample with a connection for each role, listeners for errors, and JSON. It carries one event, and nothing else: two-servers has the adapter.
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3000" } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  );

const io = new Server(Number(PORT));
const publisher = createClient({ url }).on("error", log);
const subscriber = publisher.duplicate().on("error", log);
await publisher.connect();
await subscriber.connect();

await subscriber.subscribe("message", (text) => {
  io.local.emit("message", JSON.parse(text));
});

io.on("connection", (socket) => {
  socket.on("message", (data) => {
    publisher.publish("message", JSON.stringify(data)).catch(log);
  });
});

console.log(`Listening on port ${io.httpServer.address().port}`);
