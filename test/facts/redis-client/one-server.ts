// A typical server, run by itself behind a cable: shows what trouble with Redis does to its process. It prints "ready", and
// "cut off" when it notices that. It reads lines: "emit <what>", "flood <count>", "ask", "ask clients", "lose" or "cable <state>".
// For timeouts of node-redis, and for "7 s later", time runs `speed` times as fast.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { createAdapter } from "@socket.io/redis-adapter";
import { createAdapter as createStreamsAdapter } from "@socket.io/redis-streams-adapter";
import { createClient, TimeoutError } from "redis";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import type { CableSetting } from "../../../servers/lab/process-protocol.ts";
import { openCable } from "../cable-to-redis.ts";

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
  "caught, defaults": {},
  "caught, no queue": { disableOfflineQueue: true },
  "caught, queue of 100": { commandOptions: { timeout: 0 }, commandsQueueMaxLength: 100 },
  "no queue": { disableOfflineQueue: true },
  early: {},
  streams: {},
  "defaults, logged": {},
  "streams, logged": {},
}[mode];
if (!options) throw new Error(`an unknown mode: ${mode}`);

const isStreams = mode.startsWith("streams");
const cable = openCable(redisUrl);
const pubClient = createClient({ url: cable.url, ...options });
const subClient = pubClient.duplicate();
subClient.on("error", () => {});
pubClient.on("error", () => console.log("cut off"));
if (mode.endsWith("logged"))
  process.on("unhandledRejection", (error) => {
    if (!(error instanceof TimeoutError)) throw error;
    console.log("logged: TimeoutError");
  });
if (mode.startsWith("caught")) {
  const publish = pubClient.publish.bind(pubClient);
  const caught = (error: Error) => {
    console.log(`caught: ${error.message || error.constructor.name}`);
    return 0;
  };
  Object.assign(pubClient, {
    publish: (...args: Parameters<typeof publish>) => publish(...args).catch(caught),
  });
}
if (mode !== "early") await Promise.all([pubClient.connect(), subClient.connect()]);
const adapter = isStreams
  ? createStreamsAdapter(pubClient, { streamName: key, channelPrefix: key })
  : createAdapter(pubClient, subClient, { key, requestsTimeout: 50 });
const http = createServer();
const io = new Server(http, {
  adapter,
  ...(isStreams && { connectionStateRecovery: { maxDisconnectionDuration: 60_000 } }),
});
if (mode !== "early") await Promise.all([pubClient.ping(), subClient.ping()]);

const obey: Record<string, (rest: string) => void> = {
  cable: (state) => cable.set(state as CableSetting["state"]),
  emit(text) {
    io.emit("line", text);
    setTimeout(() => console.log("7 s later"), sped(7000)).unref();
  },
  flood(count) {
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < Number(count); index += 1) io.emit("line", `${index}`);
    global.gc?.();
    console.log(`holds ${process.memoryUsage().heapUsed - before} bytes`);
  },
  ask: (what) =>
    void (what === "clients" ? io.timeout(1000).emitWithAck("question") : io.fetchSockets()).then(
      () => console.log("asked: answered"),
      () => console.log("asked: failed"),
    ),
  /** Connects a client of its own, whose connection then breaks. */
  async come() {
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    const client = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
      reconnection: false,
    });
    client.on("connect", () => console.log("client in"));
    obey.lose = () => client.io.engine.close();
  },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const [, what = "", rest = ""] = /^(\w+) ?(.*)$/.exec(line) ?? [];
  obey[what]?.(rest);
  console.log(`done: ${line}`);
});
console.log("ready");
