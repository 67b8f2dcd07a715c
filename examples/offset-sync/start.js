// Starts two servers, with a client on each. β is away while α speaks, and gets what it missed when it's back.
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "./client.js";
import { startServer } from "./start-server.js";

const DATABASE =
  process.env.DATABASE ??
  join(
    mkdtempSync(join(tmpdir(), "offset-sync-")),
    "messages.db",
  );
const [a, b] = await Promise.all([
  startServer({ DATABASE }),
  startServer({ DATABASE }),
]);
const heard = [];
const alpha = connect(a.url, (text) =>
  console.log(`  α, on A, heard: ${text}`),
);
const beta = connect(b.url, (text) => {
  heard.push(text);
  console.log(`  β, on B, heard: ${text}`);
});
await Promise.all([
  once(alpha.socket, "connect"),
  once(beta.socket, "connect"),
]);

const all = (count) =>
  new Promise((resolve) => {
    const check = () => heard.length >= count && resolve();
    beta.socket.on("message", check);
    check();
  });

console.log("α says: one");
await alpha.say("one");
await all(1);

beta.socket.disconnect();
console.log("β is away. α says: two");
await alpha.say("two");

beta.socket.connect();
await all(2);
console.log("α says: three");
await alpha.say("three");
await all(3);
console.log(`β heard: ${heard.join(", ")}`);
process.exit();
