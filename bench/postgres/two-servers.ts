// Two Socket.IO servers in this process, joined by the Postgres adapter. It prints what a client of the second hears, a line for each
// question. The packages come from the folder into which they were installed.
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";

const { folder, url, listens } = JSON.parse(process.argv[2] ?? "{}");
const load = createRequire(join(folder, "package.json"));
const { Pool } = load("pg");
const { createAdapter } = load("@socket.io/postgres-adapter");

/** Longer than any message takes on one machine. */
const silentMs = 1_000;

const ignore = () => {};

function open() {
  const pool = new Pool({ connectionString: url });
  pool.on("error", ignore);
  if (listens) pool.on("connect", (client: NodeJS.EventEmitter) => client.on("error", ignore));
  const io = new Server(0, { adapter: createAdapter(pool) });
  return { io, pool, port: (io.httpServer.address() as AddressInfo).port };
}

const [a, b] = [open(), open()];
const { adapter } = a.io.of("/");
while ((await adapter.serverCount()) < 2) await delay(50);
const beta = connect(`http://127.0.0.1:${b.port}`, { transports: ["websocket"] });
await new Promise<void>((resolve) => beta.once("connect", () => resolve()));

async function crosses(what: string, text: string) {
  const heard = new Promise<true>((resolve) => beta.once("message", () => resolve(true)));
  a.io.emit("message", text);
  const isHeard = await Promise.race([heard, delay(silentMs, false)]);
  beta.off("message");
  console.log(`${what}: ${isHeard ? "heard" : "lost"}`);
}

await crosses("100 bytes", "x".repeat(100));
await crosses("9,000 bytes, without the table", "x".repeat(9_000));
await a.pool.query(
  "CREATE TABLE socket_io_attachments (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)",
);
await crosses("9,000 bytes, with the table", "x".repeat(9_000));
await a.pool.query(
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
);
await delay(silentMs);
console.log("the connections are broken: lives");
process.exit();
