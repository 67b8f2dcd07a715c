// Starts two servers. Ben is on both; Ada writes to him, and then he logs out on A.
import { once } from "node:events";
import { createClient } from "redis";
import { io } from "socket.io-client";
import { startServer } from "./start-server.js";

const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const redis = createClient({ url });
redis.on("error", ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  ),
);
await redis.connect();
// What your login does, once the password is right.
for (const [token, user] of Object.entries({
  t1: "Ada",
  t2: "Ben",
}))
  await redis.set(`session:${token}`, user, {
    expiration: { type: "EX", value: 3600 },
  });

const [a, b] = await Promise.all([startServer(), startServer()]);
const open = (server, token) =>
  io(server.url, { forceNew: true, auth: { token } });

const stranger = open(a, "guessed");
console.log(
  `A stranger: ${(await once(stranger, "connect_error"))[0].message}`,
);
stranger.close();

const ada = open(a, "t1");
const bens = [open(a, "t2"), open(b, "t2")];
await Promise.all(
  [ada, ...bens].map((socket) => once(socket, "connect")),
);

const heard = Promise.all(
  bens.map((socket) => once(socket, "message")),
);
ada.emit("to user", "Ben", "hi");
console.log(
  `Ben heard, on A and on B: ${(await heard).map(([from, text]) => `${from}: ${text}`).join(", ")}`,
);

const out = Promise.all(
  bens.map((socket) => once(socket, "disconnect")),
);
bens[0].emit("log out");
console.log(
  `Ben logs out on A: ${(await out).map(([reason]) => reason).join(", ")}`,
);

bens[1].connect();
console.log(
  `Ben again, on B: ${(await once(bens[1], "connect_error"))[0].message}`,
);
process.exit();
