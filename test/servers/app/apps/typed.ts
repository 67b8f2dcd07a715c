import { Server } from "socket.io";

const io: Server = new Server(3000);
io.on("connection", (socket) => socket.on("ping", (done: (text: string) => void) => done("pong")));
