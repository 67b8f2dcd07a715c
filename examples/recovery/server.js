// One of two servers, ready for a deploy: it says goodbye, and the other one recovers its clients.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import {
  createClient,
  SocketClosedUnexpectedlyError,
  TimeoutError,
} from "redis";
import { Server } from "socket.io";

const { PORT = "3001" } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  );

const redis = createClient({ url }).on("error", log);
await redis.connect();

// The adapter awaits neither the sessions it saves nor all that it
// publishes. Unless caught, a rejection would end this process.
process.on("unhandledRejection", (error) => {
  const isLost =
    error instanceof TimeoutError ||
    error instanceof SocketClosedUnexpectedlyError ||
    error?.code === "ECONNRESET";
  if (!isLost) throw error;
  console.error("Lost with Redis:", error.constructor.name);
});

// The load balancer asks /readyz, and sends nobody new to a server that
// answers 503.
let isLeaving = false;
const http = createServer((_, response) =>
  response.writeHead(isLeaving ? 503 : 200).end(),
);
const io = new Server(http, {
  adapter: createAdapter(redis),
  connectionStateRecovery: { maxDisconnectionDuration: 120_000 },
});

io.on("connection", (socket) => {
  socket.on("message", (data) => io.emit("message", data));
});

// #region goodbye
process.once("SIGTERM", async () => {
  isLeaving = true;
  // Disconnects every client, saves their sessions, and stops listening.
  await io.close();
  await redis.close();
  process.exit();
});
// #endregion goodbye

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
