// A server as many are written, run by itself behind a cable: what trouble with Redis does to its process. It prints "ready", and
// "cut off" when it notices that. It reads lines: "emit <what>" or "cable <state>". For what node-redis gives up after a time, and for
// "7 s later", time goes `speed` times as fast.
import { createInterface } from "node:readline";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import type { CableSetting } from "../../servers/lab/process-protocol.ts";
import { openCable } from "./cable.ts";

const [redisUrl = "", key = "", mode = "", speed = "1"] = process.argv.slice(2);
const sped = (ms: number) => ms / Number(speed);

const { timeout } = AbortSignal;
AbortSignal.timeout = (ms) => {
  console.log(`gives up after ${ms} ms`);
  return timeout.call(AbortSignal, sped(ms));
};

const options = {
  defaults: {},
  patient: { commandOptions: { timeout: 0 } },
  caught: { commandOptions: { timeout: 0 } },
  "no queue": { disableOfflineQueue: true },
  early: {},
}[mode];
if (!options) throw new Error(`an unknown mode: ${mode}`);

const cable = openCable(redisUrl);
const pubClient = createClient({ url: cable.url, ...options });
const subClient = pubClient.duplicate();
subClient.on("error", () => {});
pubClient.on("error", () => console.log("cut off"));
if (mode === "caught") {
  const publish = pubClient.publish.bind(pubClient);
  Object.assign(pubClient, {
    publish: (...args: Parameters<typeof publish>) => publish(...args).catch(() => 0),
  });
}
if (mode !== "early") await Promise.all([pubClient.connect(), subClient.connect()]);
const io = new Server({ adapter: createAdapter(pubClient, subClient, { key }) });
if (mode !== "early") await Promise.all([pubClient.ping(), subClient.ping()]);

createInterface({ input: process.stdin }).on("line", (line) => {
  const [, what, rest = ""] = /^(\w+) (.*)$/.exec(line) ?? [];
  if (what === "emit") {
    io.emit("line", rest);
    setTimeout(() => console.log("7 s later"), sped(7000)).unref();
  } else cable.set(rest as CableSetting["state"]);
  console.log(`done: ${line}`);
});
console.log("ready");
