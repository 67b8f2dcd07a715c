// One of two servers that lose no message: each is stored with a number, and a client that connects says which one it has.
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT = "3001", DATABASE = "messages.db" } = process.env;
const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";
const log = ({ code, message }) =>
  console.error(
    code === "ECONNREFUSED"
      ? "Start Redis (redis-server), or set REDIS_URL to yours."
      : `Redis: ${message}`,
  );

// #region store
// Both servers open the same file. On two machines, this is your Postgres
// or MySQL. Their sequences skip numbers (so does AUTOINCREMENT here), and
// the client waits for each: count in a row that the transaction locks.
const db = new DatabaseSync(DATABASE, { timeout: 5000 });
db.exec(`CREATE TABLE IF NOT EXISTS messages (
  number INTEGER PRIMARY KEY,
  id TEXT UNIQUE,
  text TEXT
)`);
const insert = db.prepare(
  "INSERT OR IGNORE INTO messages (id, text) VALUES (?, ?)",
);
const after = db.prepare(
  "SELECT number, text FROM messages WHERE number > ? ORDER BY number",
);
// #endregion store

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

// #region sync
io.on("connection", (socket) => {
  socket.on("message", (id, text, ack) => {
    // A message that was sent again has an id that is already there.
    const { changes, lastInsertRowid } = insert.run(id, text);
    if (changes > 0) io.emit("message", lastInsertRowid, text);
    ack();
  });

  // What the client missed, since the last number it has.
  const sync = (offset) => {
    for (const { number, text } of after.all(Number(offset)))
      socket.emit("message", number, text);
  };
  socket.on("sync", sync);
  sync(socket.handshake.auth.offset ?? 0);
});
// #endregion sync

http.listen(PORT, () => {
  console.log(`Listening on port ${http.address().port}`);
});
