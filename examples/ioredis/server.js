// One of two servers, joined by the Redis adapter with ioredis. SENTINEL=host:port asks a sentinel for the master instead.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";

const { PORT = "3001", SENTINEL, MASTER = "main" } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  );

// #region clients
// By default a command is rejected after 20 attempts. The adapter doesn't
// catch that, and Node ends.
const options = { maxRetriesPerRequest: null };
const [host, port] = (SENTINEL ?? "").split(":");
const publisher = SENTINEL
  ? new Redis({
      ...options,
      name: MASTER,
      sentinels: [{ host, port }],
    })
  : new Redis(url, options);
const subscriber = publisher.duplicate();
for (const client of [publisher, subscriber])
  client.on("error", log);
const ready = (client) =>
  new Promise((resolve) => client.once("ready", resolve));
await Promise.all([publisher, subscriber].map(ready));
// #endregion clients

const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
});

io.on("connection", (socket) => {
  socket.on("message", (data) => io.emit("message", data));
});

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
