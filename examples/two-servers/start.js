// Starts two servers, with a client on each, and prints who hears what you type. --no-adapter leaves the adapters out.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";
import { startServer } from "./start-server.js";

const silentMs = 1_000;
const withAdapter = !process.argv.includes("--no-adapter");
const env = { ADAPTER: withAdapter ? "on" : "off" };

const [a, b] = await Promise.all([
  startServer(env),
  startServer(env),
]);
const [alpha, beta] = [io(a.url), io(b.url)];
await Promise.all([
  once(alpha, "connect"),
  once(beta, "connect"),
]);
console.log(
  `Two servers, ${withAdapter ? "each with" : "without"} the Redis adapter: A ${a.url}, B ${b.url}`,
);
alpha.on("message", (text) =>
  console.log(`  α, on A, heard: ${text}`),
);

async function say(text) {
  console.log(`α says: ${text}`);
  const heard = once(beta, "message", {
    signal: AbortSignal.timeout(silentMs),
  });
  alpha.emit("message", text);
  await heard.then(
    ([received]) => console.log(`  β, on B, heard: ${received}`),
    () => console.log("  β, on B, heard nothing"),
  );
}

await say("hi");
console.log(
  "Type something for α to say. Ctrl+C ends both servers.",
);
for await (const line of createInterface(process.stdin))
  await say(line);
process.exit();
