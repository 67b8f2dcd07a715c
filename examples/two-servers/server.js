// One of two servers. PORT and REDIS_URL say where; ADAPTER=off leaves the adapter out.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3001", REDIS_URL = "redis://127.0.0.1:6379", ADAPTER = "on" } = process.env;
const http = createServer();
const io = new Server(http);

if (ADAPTER === "on") {
  const publisher = createClient({ url: REDIS_URL });
  const subscriber = publisher.duplicate();
  for (const redis of [publisher, subscriber]) redis.on("error", (e) => console.error(`Redis: ${e.message}`));
  await Promise.all([publisher.connect(), subscriber.connect()]);

  // The adapter doesn't await its PUBLISH: a rejection that nobody catches would end the process.
  const publish = publisher.publish.bind(publisher);
  publisher.publish = (...all) => publish(...all).catch((e) => console.error(`Not published: ${e.message}`));

  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.on("message", (data) => io.emit("message", data));
});

http.listen(PORT, () => console.log(`Listening on port ${http.address().port}`));
