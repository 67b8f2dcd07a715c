// The widespread sample, as it was printed, for node-redis 4 and newer: one connection subscribes and publishes. With redis 4 and 5 it ends at
// the first message; redis 6 speaks RESP3, which allows it. RESP=2 makes redis 6 speak as they did.
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3000", RESP = "3" } = process.env;
const io = new Server(Number(PORT));
const redisClient = createClient({
  url: process.env.REDIS_URL ?? "redis://127.0.0.1:6379",
  RESP: Number(RESP),
});
await redisClient.connect();

await redisClient.subscribe("message", (data) => {
  io.local.emit("message", data);
});

io.on("connection", (socket) => {
  socket.on("message", (data) => {
    redisClient.publish("message", data);
  });
});

console.log(`Listening on port ${io.httpServer.address().port}`);
