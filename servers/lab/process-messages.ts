// Checks messages between the gateway and a server process, in both directions. The compiler keeps the checks equal to the
// types of process-protocol.ts. A message that passed its check can be trusted.
import {
  type Answer,
  type AppState,
  type CodePlace,
  cableStates,
  codeFiles,
  faultKinds,
  linkNames,
  type Payload,
  serverNames,
  type TraceError,
} from "../protocol.ts";
import {
  flag,
  list,
  number,
  object,
  oneOf,
  optional,
  orNull,
  type Shape,
  text,
  union,
} from "./message-shape.ts";
import type {
  CableSetting,
  ChangedFile,
  RawObservation,
  ServerAnswer,
  ServerCall,
} from "./process-protocol.ts";

/** Ten times the length to which observers clip a text. Names of channels and rooms can be a little longer than a clipped text. */
const words = text(2000);
/** A file of the chat server has at most a tenth of it. */
const maxFileLength = 100_000;
const name = text(200);
const names = list(name, 1000);
const cableState = oneOf(...cableStates);
const cable = object<CableSetting>({ state: cableState, delayMs: number });

const codeFile = oneOf(...codeFiles);
const place = object<CodePlace>({ file: name, line: number });
const changedFile = object<ChangedFile>({ name: codeFile, text: text(maxFileLength) });

const payload = union<Payload, "kind">("kind", {
  broadcast: { uid: name, event: name, text: words, rooms: names, except: names, flags: names },
  request: { name, text: words },
  response: { name, text: words },
  text: { text: words },
  binary: { text: words },
});

const error = object<TraceError>({ code: words, message: words });
const answer = object<Answer>({
  sockets: optional(names),
  count: optional(number),
  error: optional(error),
});

export const isObservation: Shape<RawObservation> = union<RawObservation, "type">("type", {
  log: { t: number, stream: oneOf("out", "err"), text: words },
  connected: { t: number, socket: name, name: orNull(name), reports: flag, transport: name, recovered: flag },
  upgraded: { t: number, socket: name, transport: name },
  disconnected: { t: number, socket: name, reason: words },
  joined: { t: number, socket: name, room: words },
  left: { t: number, socket: name, room: words },
  listens: { t: number, event: words, params: list(words, 20) },
  received: {
    t: number,
    cause: name,
    socket: name,
    event: words,
    text: words,
    room: optional(words),
    wantsAck: flag,
    unhandled: optional(flag),
  },
  delivered: {
    t: number,
    cause: orNull(name),
    sockets: names,
    event: words,
    text: words,
    entry: optional(words),
  },
  acknowledged: { t: number, cause: name, socket: name, text: words, answer },
  unanswered: { t: number, cause: name, socket: name, afterMs: number },
  published: {
    t: number,
    publication: name,
    cause: orNull(name),
    command: oneOf("PUBLISH", "SPUBLISH", "XADD"),
    channel: words,
    bytes: number,
    payload,
    print: name,
  },
  accepted: {
    t: number,
    publication: name,
    receivers: orNull(number),
    error: orNull(error),
    entry: optional(words),
  },
  forwarded: { t: number, arrival: name, channel: words, bytes: number, print: name, entry: optional(words) },
  arrived: { t: number, arrival: name, channel: words, bytes: number, payload },
  dropped: { t: number, passing: name, towards: oneOf("redis", "server"), state: cableState },
  subscribed: { t: number, text: words, name, channel: words, askedAt: number },
  command: { t: number, text: words, reply: words, name, channel: optional(words), code: optional(words) },
  fault: { t: number, why: oneOf(...faultKinds), text: words, place: optional(place) },
  skipped: { t: number, count: number },
});

/** What a server process may send. */
export const isServerAnswer: Shape<ServerAnswer> = union<ServerAnswer, "answer">("answer", {
  ready: {},
  listening: {},
  done: { id: number },
  failed: {
    id: number,
    by: oneOf("refusal", "timeout", "error", "code"),
    message: text(10_000),
    place: optional(place),
  },
  dial: { id: number },
  loaded: { files: list(words, 10_000) },
  "app-running": {
    app: object<AppState>({ socketIo: name, adapter: orNull(name), isAdapterLeftOut: optional(flag) }),
  },
  observed: { until: number, observations: list(isObservation, 100_000) },
});

/** What the lab may send to a server process. */
export const isServerCall: Shape<ServerCall> = union<ServerCall, "call">("call", {
  start: {
    id: number,
    name: oneOf(...serverNames),
    prefix: name,
    redisUrl: words,
    socketPath: words,
    cable,
    code: list(changedFile, codeFiles.length),
    ownAdapter: flag,
  },
  listen: {},
  ping: { id: number },
  link: { id: number, link: oneOf(...linkNames), withinMs: number },
  cable: { id: number, cable },
  upgrade: { head: text(1_000_000) },
  released: {},
  accept: {},
  dialled: { id: number, error: optional(error) },
  mark: {},
});
