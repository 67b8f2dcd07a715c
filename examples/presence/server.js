// One of two servers that know how many are online on all of them, and notice when they are alone.
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3001", SERVERS = "2" } = process.env;
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

// #region online
// Each server only knows its own clients, so ask them all.
const own = () => io.of("/").sockets.size;
io.on("how many", (answer) => answer(own()));

async function online() {
  const others = await io.serverSideEmitWithAck("how many");
  // A server that is cut off from Redis asks nobody.
  if (others.length + 1 < Number(SERVERS))
    throw new Error("Not every server answered.");
  return others.reduce((sum, count) => sum + count, own());
}
// #endregion online

io.on("connection", (socket) => {
  socket.on("online", async (answer) => {
    // A server that hangs makes it fail. Say so, rather than a wrong number.
    answer(
      await online().catch((error) => ({ error: error.message })),
    );
  });
});

// #region alarm
// serverCount() asks Redis how many servers are subscribed.
// It's wrong for a moment whenever one starts or ends.
let inRow = 0;
async function check() {
  const { adapter } = io.of("/");
  // On a silent connection it neither answers nor fails.
  const count = await Promise.race([
    adapter.serverCount().catch(() => 0),
    wait(2000, 0, { ref: false }),
  ]);
  inRow = count === Number(SERVERS) ? 0 : inRow + 1;
  if (inRow >= 3)
    console.error(
      `ALARM: ${count} of ${SERVERS} servers are joined`,
    );
}
setInterval(check, 500).unref();
io.engine.on("connection_error", ({ code, message }) =>
  console.error(`Refused: ${code} ${message}`),
);
// #endregion alarm

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
