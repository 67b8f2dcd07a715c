// The same as it was printed for node_redis 3. It ends at the first message: ERR Can't execute 'publish'.
// To see it: npm install redis@3.1.2 && node server-redis-3.js
import redis from "redis";
import { Server } from "socket.io";

const { PORT = "3000" } = process.env;
const io = new Server(Number(PORT));
const redisClient = redis.createClient();

redisClient.subscribe("message");
redisClient.on("message", (_, data) => {
  io.local.emit("message", data);
});

io.on("connection", (socket) => {
  socket.on("message", (data) => {
    redisClient.publish("message", data);
  });
});
