const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");
const { Server } = require("socket.io");

const pub = createClient({ url: process.env.REDIS_URL });
const sub = pub.duplicate();
Promise.all([pub.connect(), sub.connect()]).then(() => {
  const io = new Server(3000, { adapter: createAdapter(pub, sub) });
  io.on("connection", (socket) => socket.on("say", (text) => io.emit("said", text)));
});
