// The program of a lab's server process: the chat server of the lessons, with the lab's cable to Redis and its observers.
// server-process.ts starts it and sends it calls. It exits when the gateway does.
import { once } from "node:events";
import type { Socket } from "node:net";
import process from "node:process";
import { ErrorReply } from "redis";
import type { ChatIo } from "../../chat/events.ts";
import { closeAtSigterm } from "../../chat/graceful.ts";
import type { RedisAddress } from "../../chat/link.ts";
import { createLinkable } from "../../chat/linkable.ts";
import { surviveRedisOutages } from "../../chat/redis-clients.ts";
import { type ChatServer, createChatServer } from "../../chat/server.ts";
import { createErrorBoundary } from "../../error-boundary.ts";
import type { FaultKind } from "../../protocol.ts";
import { connectTo } from "../../redis/connect.ts";
import { now } from "../clock.ts";
import { isObservation, isServerCall } from "../process-messages.ts";
import type { ServerAnswer, ServerCall } from "../process-protocol.ts";
import { type Cable, createCable } from "./cable/cable.ts";
import { connectByCable } from "./cable/connect-by-cable.ts";
import { limit, serverLimits } from "./client-limits.ts";
import { dropFileAccess } from "./drop-files.ts";
import { limitMemory } from "./memory-guard.ts";
import { createCauses } from "./observe/causes.ts";
import { observe } from "./observe/observer.ts";
import { createReporter } from "./observe/reporter.ts";
import { createTaps } from "./observe/tap.ts";
import { redirectRedis } from "./own-app/app-network.ts";
import { connectAuthenticated } from "./own-app/authenticated-connection.ts";
import { hideChannel } from "./own-app/hide-channel.ts";
import { observeListeners } from "./own-app/observe-listeners.ts";
import { describeAppError, runAppFile } from "./own-app/run-app-file.ts";
import { createOwnChat } from "./own-code/create.ts";
import { createDial } from "./own-code/dial.ts";
import { describeCodeError, OwnCodeError } from "./own-code/error-place.ts";
import { buildRedisClassOnce } from "./redis-class.ts";

const maxObservationsPerSecond = 5000;
/** After a start. What makes the first switch faster is done then, so that it doesn't delay a lab that opens. */
const idleMs = 500;

// Importing node:http would load Node's fetch and WebSocket as well, which takes 45 ms of processor time.
const { createServer } = process.getBuiltinModule("node:http");

const boundary = createErrorBoundary();
const send = process.send?.bind(process);
/** Errors are ignored: when the channel is closed the gateway is gone, and "disconnect" ends this process. */
const answer = (message: ServerAnswer, sent = () => {}) => send?.(message, undefined, {}, sent);
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
/** The file of the user's own that this process runs instead of the chat server. */
const app = process.env.CROSSTALK_APP;
Reflect.deleteProperty(process.env, "CROSSTALK_APP");
let http = createServer();
let listen = async (path: string): Promise<void> => {
  await once(http.listen(path), "listening");
};
let socketPath = "";
let chat: ChatServer | undefined;
let cable: Cable | undefined;
let runsOwnCode = false;
const dial = createDial((id) => answer({ answer: "dial", id }));

surviveRedisOutages();
// So that the lab still gets what led to the crash.
process.on("uncaughtExceptionMonitor", (error) => reportFault("error", error));
process.on("disconnect", () => process.exit()); // the gateway is gone
process.on("SIGINT", () => {}); // Ctrl+C reaches the whole process group; the gateway ends its servers itself
const taken = boundary.guard("call of the gateway", take, (_error, _call, handle) => handle?.destroy());
process.on("message", taken);
if (app) {
  hideChannel((call, handle) => taken(call, handle as Socket | undefined));
} else {
  dropFileAccess();
  limitMemory((message) => reportFault("memory", new OwnCodeError({ message })));
}
answer({ answer: "ready" });
if (!app) setTimeout(buildRedisClassOnce, idleMs).unref();

function take(call: unknown, handle?: Socket): unknown {
  if (!isServerCall(call)) throw new Error(`expected a call; got ${JSON.stringify(call)}`.slice(0, 200));
  switch (call.call) {
    case "start":
      return settle(call.id, () => start(call));
    case "ping":
      return answer({ answer: "done", id: call.id });
    case "listen":
      return listen(socketPath).then(() => answer({ answer: "listening" }));
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

type StartCall = ServerCall & { call: "start" };

async function start(call: StartCall): Promise<void> {
  runsOwnCode = call.code.length > 0;
  const causes = createCauses(reporter.catchUp, boundary);
  // The pid keeps the names that this process counts apart from those of the process before it.
  const unique = `${call.name}${process.pid}.`;
  const redisUrl = new URL(call.redisUrl);
  const taps = createTaps({ ...call, name: unique, anyClient: app !== undefined }, causes, reporter);
  const connectFar = app ? connectAuthenticated : runsOwnCode ? dial.connect : connectTo;
  cable = createCable(redisUrl, call.cable, taps, connectFar);
  connectByCable(redisUrl, cable.connect);
  const plainUrl = Object.assign(new URL(redisUrl), { protocol: "redis:" }); // the cable does TLS, so node-redis must not

  if (app) chat = await runApp(app, call, plainUrl.href, cable.connect);
  else chat = await createChat(call, { url: plainUrl.href, prefix: call.prefix });
  observe(chat.io, unique, causes, reporter, boundary);
  if (app) observeListeners(chat.io, reporter, boundary);
  socketPath = call.socketPath;
}

async function createChat(call: StartCall, redis: RedisAddress): Promise<ChatServer> {
  const options = { name: call.name, redis };
  const chat = runsOwnCode
    ? await createOwnChat(http, options, call.code, {
        exiting: (code, error) => reportFault("exit", error, `process.exit(${code})`),
      })
    : createChatServer(http, options);
  limit(chat.io, serverLimits);
  closeAtSigterm(async () => {
    await chat.close();
    reporter.flush();
    await new Promise<void>((sent) => answer({ answer: "observed", until: now(), observations: [] }, sent));
  });
  return chat;
}

/** Runs the user's own file. Rejects with an OwnCodeError. */
async function runApp(
  file: string,
  { prefix, ownAdapter }: StartCall,
  url: string,
  connect: Cable["connect"],
): Promise<ChatServer> {
  redirectRedis(connect);
  const running = await runAppFile({
    file,
    ownAdapter,
    loaded: (files) => answer({ answer: "loaded", files: files.slice(0, 1000) }),
    changed: (changed) => answer({ answer: "app-running", app: changed }),
  });
  answer({ answer: "app-running", app: running.app });
  http = running.http;
  listen = running.listen;
  const io = running.io as ChatIo;
  return { io, ...createLinkable(running.linked as ChatIo, { url, prefix }), close: () => io.close() };
}

/** Sends everything observed so far, and with own code also why it fails. */
function reportFault(why: FaultKind, error: unknown, text?: string): void {
  if (runsOwnCode || app) {
    const { message, place } = app ? describeAppError(app, error) : describeCodeError(error);
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
