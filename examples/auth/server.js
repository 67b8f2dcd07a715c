// One of two servers that know their users: a token lets a client in, each user has a room, and a logout reaches every server.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3001" } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  );

const publisher = createClient({ url }).on("error", log);
const subscriber = publisher.duplicate().on("error", log);
await publisher.connect();
await subscriber.connect();
// The adapter doesn't await PUBLISH.
const publish = publisher.publish.bind(publisher);
publisher.publish = (...all) => publish(...all).catch(log);

const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
});

// #region who
// Sessions are where every server finds them: token → user.
io.use(async (socket, next) => {
  const { token } = socket.handshake.auth;
  const user = await publisher
    .get(`session:${token}`)
    .catch(() => null);
  if (!user) return next(new Error("unauthorized"));
  socket.data.user = user;
  next();
});

io.on("connection", (socket) => {
  const { user } = socket.data;
  socket.join(`user:${user}`);

  // To all tabs and devices of a user, on any server.
  socket.on("to user", (name, text) => {
    io.to(`user:${name}`).emit("message", user, text);
  });

  // Out everywhere: first the session, then the connections.
  socket.on("log out", async () => {
    const { token } = socket.handshake.auth;
    await publisher.del(`session:${token}`);
    io.in(`user:${user}`).disconnectSockets(true);
  });
});
// #endregion who

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
