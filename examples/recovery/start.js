// Starts two servers, ends B as a deploy does, and shows that its client comes back on A with everything it missed.
import { once } from "node:events";
import { io } from "socket.io-client";
import { startServer } from "./start-server.js";

const [a, b] = await Promise.all([startServer(), startServer()]);
const [alpha, beta] = [
  io(a.url),
  io(b.url, { reconnection: false }),
];
await Promise.all([
  once(alpha, "connect"),
  once(beta, "connect"),
]);
const { id } = beta;
beta.on("message", (text) => console.log(`  β heard: ${text}`));

async function say(text, hears) {
  console.log(`α says: ${text}`);
  const heard = hears && once(beta, "message");
  alpha.emit("message", text);
  await heard;
}

await say("before", true);
const gone = once(beta, "disconnect");
b.stop();
console.log(
  `B got SIGTERM, and β is disconnected: ${(await gone)[0]}`,
);
await b.ended;
await say("meanwhile", false);

// Behind a balancer this is just the next attempt to connect.
beta.io.uri = a.url;
const missed = once(beta, "message");
beta.connect();
await once(beta, "connect");
await missed;
console.log(
  `β is on A, ${beta.recovered && beta.id === id ? "recovered" : "as a stranger"}`,
);
process.exit();
