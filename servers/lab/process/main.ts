// One server process of a lab: the chat server of the lessons, with the lab's cable before it and its observers around it.
// It is started by server-process.ts, obeys its calls, and ends with it.
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { outliveRedis } from "../../chat/redis-clients.ts";
import { type ChatServer, createChatServer } from "../../chat/server.ts";
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

const answer = (message: ServerAnswer) => process.send?.(message);
const reporter = createReporter(
  (until, observations) => answer({ answer: "observed", until, observations }),
  maxObservationsPerSecond,
);
const http = createServer();
let socketPath = "";
let chat: ChatServer | undefined;
let cable: Cable | undefined;

outliveRedis();
process.on("uncaughtExceptionMonitor", () => reporter.flush()); // what a server died of is the last thing that it saw
process.on("disconnect", () => process.exit()); // the lab is gone, however it went
process.on("SIGINT", () => {}); // Ctrl+C reaches the whole group; the gateway ends its servers in order
process.on("message", (call: ServerCall, handle?: Socket) => void obey(call, handle));
giveBackFiles();
boundMemory();
answer({ answer: "ready" });

async function obey(call: ServerCall, handle?: Socket): Promise<void> {
  switch (call.call) {
    case "start":
      return start(call);
    case "listen":
      return void http.listen(socketPath, () => answer({ answer: "listening" }));
    case "link":
      return settle(call.id, chat?.setLink(call.link, AbortSignal.timeout(call.withinMs)));
    case "cable":
      cable?.set(call.cable);
      return settle(call.id);
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
  const leave = () => socket?.destroy();
  socket?.once("error", leave);
  handedOver.push(() => {
    if (!socket || socket.destroyed) return;
    http.emit("connection", socket);
    socket.off("error", leave);
    socket.emit("data", Buffer.from(head, "latin1"));
    socket.resume();
  });
}

async function settle(id: number, work?: Promise<void>): Promise<void> {
  try {
    await work;
    reporter.flush();
    answer({ answer: "done", id });
  } catch (error) {
    answer({ answer: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}
