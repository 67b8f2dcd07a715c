// One of two servers. ADAPTER=off leaves the adapter out.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3001", ADAPTER = "on" } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  );

const http = createServer();
const io = new Server(http);

if (ADAPTER === "on") {
  const publisher = createClient({ url }).on("error", log);
  const subscriber = publisher.duplicate().on("error", log);
  await publisher.connect();
  await subscriber.connect();

  // The adapter doesn't await PUBLISH. A rejection that nobody
  // catches would end the process.
  const publish = publisher.publish.bind(publisher);
  const lost = () => console.error("Redis: a broadcast was lost");
  publisher.publish = (...all) => publish(...all).catch(lost);

  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.on("message", (data) => io.emit("message", data));
});

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
