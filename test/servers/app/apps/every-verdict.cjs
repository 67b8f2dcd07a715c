// Each event behaves in its own way once there is a second server.
const { Server } = require("socket.io");

const io = new Server(3000);
const online = () => io.of("/").sockets;
io.on("twice", (text) => io.local.emit("twice", text));
io.on("connection", (socket) => {
  socket.on("join", (room) => socket.join(room));
  socket.on("to all", (text) => io.emit("to all", text));
  socket.on("to room", ({ room, text }) => io.to(room).emit("to room", text));
  socket.on("twice", (text) => {
    io.emit("twice", text);
    io.serverSideEmit("twice", text);
  });
  socket.on("count", (done) => done(online().size));
  socket.on("nothing", () => {});
  socket.on("ask", ({ to }, done) => online().get(to) && done("here"));
  socket.on("crash", () => {
    if (online().size < 3) throw new Error("nobody is here");
    io.emit("crash");
  });
});
