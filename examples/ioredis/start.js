// Starts two servers, with a client on each. What α says on A is heard by β on B.
import { once } from "node:events";
import { io } from "socket.io-client";
import { startServer } from "./start-server.js";

const [a, b] = await Promise.all([startServer(), startServer()]);
const [alpha, beta] = [io(a.url), io(b.url)];
await Promise.all([
  once(alpha, "connect"),
  once(beta, "connect"),
]);

console.log("α, on A, says: hi");
const heard = once(beta, "message");
alpha.emit("message", "hi");
console.log(`β, on B, heard: ${(await heard)[0]}`);
process.exit();
