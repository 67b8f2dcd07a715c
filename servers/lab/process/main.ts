// One server process of a lab: the chat server of the lessons, with the lab's cable before it and its observers around it.
// It is started by server-process.ts, obeys its calls, and ends with it.
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { ErrorReply } from "redis";
import { createBoundary } from "../../boundary.ts";
import { outliveRedis } from "../../chat/redis-clients.ts";
import { type ChatServer, createChatServer } from "../../chat/server.ts";
import { isObservation, isServerCall } from "../process-messages.ts";
import type { ServerAnswer, ServerCall } from "../process-protocol.ts";
import { type Cable, createCable } from "./cable/cable.ts";
import { divert } from "./cable/connect-by-cable.ts";
import { giveBackFiles } from "./give-back.ts";
import { limit, serverLimits } from "./limits.ts";
import { boundMemory } from "./memory.ts";
import { createCauses } from "./observe/causes.ts";
import { observe } from "./observe/observer.ts";
import { createReporter } from "./observe/reporter.ts";
import { createTaps } from "./observe/tap.ts";

const maxObservationsPerSecond = 5000;

const boundary = createBoundary();
/** A channel that is closed means that the gateway is gone, and "disconnect" ends this process. */
const answer = (message: ServerAnswer) => process.send?.(message, undefined, {}, () => {});
/** What is too long to be told, such as a room with a name of thousands of characters, is left out and counted. */
const reporter = createReporter((until, all) => {
  const observations = all.filter(isObservation);
  const count = all.length - observations.length;
  if (count > 0) observations.push({ t: until, type: "skipped", count });
  answer({ answer: "observed", until, observations });
}, maxObservationsPerSecond);
const http = createServer();
let socketPath = "";
let chat: ChatServer | undefined;
let cable: Cable | undefined;

outliveRedis();
process.on("uncaughtExceptionMonitor", () => reporter.flush()); // what a server died of is the last thing that it saw
process.on("disconnect", () => process.exit()); // the lab is gone, however it went
process.on("SIGINT", () => {}); // Ctrl+C reaches the whole group; the gateway ends its servers in order
process.on(
  "message",
  boundary.guard("call of the gateway", take, (_error, _call, handle) => handle?.destroy()),
);
giveBackFiles();
boundMemory();
answer({ answer: "ready" });

function take(call: unknown, handle?: Socket): unknown {
  if (!isServerCall(call)) throw new Error(`expected a call; got ${JSON.stringify(call)}`.slice(0, 200));
  switch (call.call) {
    case "start":
      return settle(call.id, () => start(call));
    case "ping":
      return answer({ answer: "done", id: call.id });
    case "listen":
      return http.listen(socketPath, () => answer({ answer: "listening" }));
    case "link":
      return settle(call.id, () => chat?.setLink(call.link, AbortSignal.timeout(call.withinMs)));
    case "cable":
      return settle(call.id, () => cable?.set(call.cable));
    case "upgrade":
      return receive(call.head, handle);
    case "released":
      return handedOver.shift()?.();
    case "mark":
      return reporter.flush();
  }
}

function start(call: ServerCall & { call: "start" }): void {
  const causes = createCauses(reporter.catchUp);
  // What this process counts must not be taken for what the one before it counted.
  const unique = `${call.name}${process.pid}.`;
  const redisUrl = new URL(call.redisUrl);
  cable = createCable(redisUrl, call.cable, createTaps({ ...call, name: unique }, causes, reporter));
  divert(redisUrl, cable.connect);
  const plainUrl = Object.assign(new URL(redisUrl), { protocol: "redis:" }); // where Redis wants TLS, the cable speaks it

  chat = createChatServer(http, {
    name: call.name,
    redis: { url: plainUrl.href, prefix: call.prefix },
  });
  limit(chat.io, serverLimits);
  observe(chat.io, unique, causes, reporter);
  socketPath = call.socketPath;
}

/** Connections on which the gateway may still be reading: whoever answers one of them now, loses what the client says next. */
const handedOver: (() => void)[] = [];

/** A client's connection that the gateway accepted, unless it is gone already; once released, nobody stands between the two. */
function receive(head: string, socket: Socket | undefined): void {
  socket?.on("error", () => socket.destroy()); // it may be reset at any moment
  handedOver.push(() => {
    if (!socket || socket.destroyed) return;
    http.emit("connection", socket);
    socket.emit("data", Buffer.from(head, "latin1"));
    socket.resume();
  });
}

async function settle(id: number, work: () => unknown): Promise<void> {
  try {
    await work();
    reporter.flush();
    answer({ answer: "done", id });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer({ answer: "failed", id, by: causeOf(error), message: message.slice(0, 2000) });
  }
}

function causeOf(error: unknown): "refusal" | "timeout" | "error" {
  if (error instanceof ErrorReply) return "refusal";
  return error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "error";
}
