const { createAdapter } = require("@socket.io/redis-adapter");
const { Redis } = require("ioredis");
const { Server } = require("socket.io");

const pub = new Redis();
const io = new Server(3000, { adapter: createAdapter(pub, pub.duplicate()) });
io.on("connection", (socket) => socket.on("say", (text) => io.emit("said", text)));
