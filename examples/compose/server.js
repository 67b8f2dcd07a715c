// One of the servers behind the balancer.
import { createServer } from "node:http";
import { hostname } from "node:os";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3000", NAME = hostname() } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = (error) => console.error("Redis:", error.message);

const publisher = createClient({ url }).on("error", log);
const subscriber = publisher.duplicate().on("error", log);
await publisher.connect();
await subscriber.connect();
// The adapter doesn't await PUBLISH.
const publish = publisher.publish.bind(publisher);
publisher.publish = (...all) => publish(...all).catch(log);

let isLeaving = false;
const http = createServer((_, response) =>
  response.writeHead(isLeaving ? 503 : 200).end(`${NAME}\n`),
);
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
});

io.on("connection", (socket) => {
  socket.emit("server", NAME);
  socket.on("message", (data) => io.emit("message", data));
});

process.once("SIGTERM", async () => {
  isLeaving = true;
  await io.close();
  process.exit();
});

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
