// Says something, and prints what it hears. The first argument is the server's port.
import { io } from "socket.io-client";

const url = `http://localhost:${process.argv[2] ?? 3000}`;
// #region connect
const socket = io(url);
// #endregion connect
socket.on("connect", () =>
  socket.emit("message", "Hello, world!"),
);
socket.on("message", (data) => console.log(data));
