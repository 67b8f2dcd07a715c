// A small app as people write them: its own HTTP server, port, page and events.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer((req, res) => {
  if (req.url === "/style.css")
    return void res.setHeader("content-type", "text/css").end("body { color: red }");
  res
    .setHeader("content-type", "text/html")
    .end("<h1>my app</h1><script src=/socket.io/socket.io.js></script>");
});
const io = new Server(http);
io.on("connection", (socket) => {
  socket.emit("welcome", process.pid);
  socket.on("chat message", (text) => io.emit("chat message", text));
});
http.listen(3000, () => console.log(`listening on ${http.address().port}`));
