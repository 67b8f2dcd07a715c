// The program of a lab's server process: the chat server of the lessons, with the lab's cable to Redis and its observers.
// server-process.ts starts it and sends it calls. It exits when the gateway does.
import { createServer } from "node:http";
import type { Socket } from "node:net";
import process from "node:process";
import { ErrorReply } from "redis";
import { createBoundary } from "../../boundary.ts";
import { closeAtSigterm } from "../../chat/graceful.ts";
import { outliveRedis } from "../../chat/redis-clients.ts";
import { type ChatServer, createChatServer } from "../../chat/server.ts";
import type { FaultKind } from "../../protocol.ts";
import { now } from "../clock.ts";
import { isObservation, isServerCall } from "../process-messages.ts";
import type { ServerAnswer, ServerCall } from "../process-protocol.ts";
import { type Cable, createCable } from "./cable/cable.ts";
import { connectByCable } from "./cable/connect-by-cable.ts";
import { dropFileAccess } from "./drop-files.ts";
import { limit, serverLimits } from "./limits.ts";
import { boundMemory } from "./memory.ts";
import { createCauses } from "./observe/causes.ts";
import { observe } from "./observe/observer.ts";
import { createReporter } from "./observe/reporter.ts";
import { createTaps } from "./observe/tap.ts";
import { createOwnChat } from "./own-code/create.ts";
import { createDial } from "./own-code/dial.ts";
import { describeCodeError, OwnCodeError } from "./own-code/place.ts";

const maxObservationsPerSecond = 5000;

const boundary = createBoundary();
/** Errors are ignored: when the channel is closed the gateway is gone, and "disconnect" ends this process. */
const answer = (message: ServerAnswer, sent = () => {}) => process.send?.(message, undefined, {}, sent);
/** Observations that are too long to send, e.g. of a room name with thousands of characters, are left out and counted. */
const reporter = createReporter(
  (until, all) => {
    const observations = all.filter(isObservation);
    const count = all.length - observations.length;
    if (count > 0) observations.push({ t: until, type: "skipped", count });
    answer({ answer: "observed", until, observations });
  },
  maxObservationsPerSecond,
  boundary,
);
const http = createServer();
let socketPath = "";
let chat: ChatServer | undefined;
let cable: Cable | undefined;
let runsOwnCode = false;
const dial = createDial((id) => answer({ answer: "dial", id }));

outliveRedis();
// So that the lab still gets what led to the crash.
process.on("uncaughtExceptionMonitor", (error) => reportFault("error", error));
process.on("disconnect", () => process.exit()); // the gateway is gone
process.on("SIGINT", () => {}); // Ctrl+C reaches the whole process group; the gateway ends its servers itself
process.on(
  "message",
  boundary.guard("call of the gateway", take, (_error, _call, handle) => handle?.destroy()),
);
dropFileAccess();
boundMemory((message) => reportFault("memory", new OwnCodeError({ message })));
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
    case "accept":
      return void (handle && http.emit("connection", handle));
    case "dialled":
      return dial.answered(call.id, handle, call.error);
    case "mark":
      return reporter.flush();
  }
}

async function start(call: ServerCall & { call: "start" }): Promise<void> {
  runsOwnCode = call.code.length > 0;
  const causes = createCauses(reporter.catchUp, boundary);
  // The pid keeps the names that this process counts apart from those of the process before it.
  const unique = `${call.name}${process.pid}.`;
  const redisUrl = new URL(call.redisUrl);
  const taps = createTaps({ ...call, name: unique }, causes, reporter);
  cable = createCable(redisUrl, call.cable, taps, runsOwnCode ? dial.connect : undefined);
  connectByCable(redisUrl, cable.connect);
  const plainUrl = Object.assign(new URL(redisUrl), { protocol: "redis:" }); // the cable does TLS, so node-redis must not

  const options = { name: call.name, redis: { url: plainUrl.href, prefix: call.prefix } };
  chat = runsOwnCode
    ? await createOwnChat(http, options, call.code, {
        exiting: (code, error) => reportFault("exit", error, `process.exit(${code})`),
      })
    : createChatServer(http, options);
  limit(chat.io, serverLimits);
  observe(chat.io, unique, causes, reporter, boundary);
  socketPath = call.socketPath;
  closeAtSigterm(async () => {
    await chat?.close();
    reporter.flush();
    await new Promise<void>((sent) => answer({ answer: "observed", until: now(), observations: [] }, sent));
  });
}

/** Sends everything observed so far, and with own code also why it fails. */
function reportFault(why: FaultKind, error: unknown, text?: string): void {
  if (runsOwnCode) {
    const { message, place } = describeCodeError(error);
    reporter.report({ type: "fault", why, text: text ?? message, ...(place && { place }) });
  }
  reporter.flush();
}

/** Sockets that the gateway may still be reading from. Replying now would lose the client's next bytes. */
const handedOver: (() => void)[] = [];

/** Takes over a client's connection from the gateway. It is served once the gateway has released it. */
function receive(head: string, socket: Socket | undefined): void {
  socket?.on("error", () => socket.destroy()); // it can be reset at any moment
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
    const place = error instanceof OwnCodeError && error.place;
    answer({
      answer: "failed",
      id,
      by: causeOf(error),
      message: message.slice(0, 2000),
      ...(place && { place }),
    });
  }
}

function causeOf(error: unknown): "refusal" | "timeout" | "error" | "code" {
  if (error instanceof OwnCodeError) return "code";
  if (error instanceof ErrorReply) return "refusal";
  return error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "error";
}
