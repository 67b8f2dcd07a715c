// As many tutorials have it: CommonJS, Express with static files, a port, users who sign in, rooms, and their own events.
const path = require("node:path");
const express = require("express");

const app = express();
const server = require("node:http").createServer(app);
const io = require("socket.io")(server);

app.use(express.static(path.join(__dirname, "public")));
server.listen(process.env.PORT || 3000);

io.use((socket, next) => {
  const { username } = socket.handshake.auth;
  if (!username) return next(new Error("invalid username"));
  socket.username = username;
  next();
});

io.on("connection", (socket) => {
  socket.join(socket.username);
  socket.broadcast.emit("user joined", socket.username);
  socket.on("new message", (text) => socket.broadcast.emit("new message", { from: socket.username, text }));
  socket.on("private message", ({ to, text }) => socket.to(to).emit("private message", { text }));
  socket.on("count", (done) => done(io.of("/").sockets.size));
});
