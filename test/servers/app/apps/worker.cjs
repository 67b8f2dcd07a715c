// A worker of a cluster that doesn't listen: @socket.io/sticky in its primary hands connections over.
const cluster = require("node:cluster");

if (cluster.isPrimary) {
  cluster.fork();
} else {
  const http = require("node:http").createServer();
  const io = require("socket.io")(http);
  process.on("message", ({ type }, socket) => {
    if (type === "sticky:connection") http.emit("connection", socket);
    else throw new Error("a message that isn't for the app");
  });
  io.engine.on("connection", ({ id }) => process.send({ type: "sticky:connection", data: id }));
  io.on("connection", (socket) => socket.on("worker", (done) => done(cluster.isWorker)));
}
