// Says something, and prints what it hears. The first argument is the server's port.
import { io } from "socket.io-client";

const socket = io(`http://localhost:${process.argv[2] ?? 3000}`);
socket.on("connect", () =>
  socket.emit("message", "Hello, world!"),
);
socket.on("message", (data) => console.log(data));
