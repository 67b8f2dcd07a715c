// The words of the live panels: picture, switches, matrix, terminals, log, experiments and what goes wrong.
import {
  type CableState,
  type LinkName,
  type RedisState,
  type ServerName,
  type ServerState,
  serverNames,
  type Traced,
} from "../../../servers/protocol.ts";
import type { Dictionary } from "../../locale.ts";
import { isBridge } from "../derive/link-behaviour.ts";
import type { Open, Reason } from "../derive/reasons.ts";
import type { Fate, Filter } from "../derive/wire-rows.ts";
import type { Problem, Verb } from "../prompt/command.ts";
import type { RedisGroup } from "../prompt/redis-commands.ts";
import { checkWords } from "./checks.ts";
import { controlWords } from "./controls.ts";

type Untaken = Traced<"untaken">["why"];
const upper = (server: ServerName) => server.toUpperCase();
type Places = readonly { client: string; server: ServerName }[];
/** By server: who is on it. */
const byServer = (on: Places) =>
  serverNames.flatMap((server) => {
    const clients = on.filter((one) => one.server === server).map(({ client }) => client);
    return clients.length ? [{ server: upper(server), clients }] : [];
  });
const placed = (on: Places) =>
  byServer(on)
    .map(({ server, clients }) => `${list(clients)} ${clients.length > 1 ? "are" : "is"} on server ${server}`)
    .join(", ");
const placedZh = (on: Places) =>
  byServer(on)
    .map(({ server, clients }) => `${listZh(clients)} 连在服务器 ${server} 上`)
    .join("，");
const english = new Intl.ListFormat("en", { type: "conjunction" });
const list = (names: readonly string[]) => english.format(names);
const listZh = (names: readonly string[]) => names.join("、");

/** What Redis refused; which commands it would have allowed is told where there is room. */
const briefly = (error: string) => error.split(": ")[0];

/** Milliseconds as they are printed at a hop: two figures that mean something. */
export function milliseconds(ms: number): string {
  if (ms >= 10_000) return `${Math.round(ms / 1000)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 10) return `${Math.round(ms)} ms`;
  // The two clocks agree to within less than this.
  return ms < 0.05 ? "< 0.1 ms" : `${ms.toFixed(1)} ms`;
}

const en = {
  /** What stands between two sentences. */
  space: " ",
  colon: ": ",
  comma: ", ",
  server: (server: ServerName) => `Server ${upper(server)}`,
  pid: (pid: number) => `pid ${pid}`,
  states: {
    starting: "starting",
    running: "running",
    stopped: "stopped",
    crashed: "crashed",
  } satisfies Record<ServerState["state"], string>,
  redisKinds: {
    external: "the one at REDIS_URL",
    local: "started by Crosstalk",
    embedded: "Crosstalk’s own broker",
  } satisfies Record<RedisState["kind"], string>,
  redisName: (kind: RedisState["kind"], version: string) =>
    kind === "embedded" ? "Pub/Sub broker" : `Redis ${version}`,
  redisDown: "down",
  cables: {
    up: "up",
    close: "closed",
    reset: "reset",
    blackhole: "blackhole",
  } satisfies Record<CableState["state"], string>,
  cableWas: {
    up: "lost it",
    close: "was closed",
    reset: "was reset",
    blackhole: "was a blackhole: open, but nothing passed",
  } satisfies Record<CableState["state"], string>,
  delay: (ms: number) => `+${ms} ms`,
  unplugged: "not connected to Redis",
  connecting: "connecting …",
  disconnected: "not connected",
  /** Of a server, before there is a lab, and while it is out of reach. */
  notYet: "not connected yet",
  outOfReach: "out of reach",
  more: (count: number) => `+${count} more`,

  adapter: {
    /** A bridge by hand is no adapter. */
    label: (link: LinkName): string => (isBridge(link) ? "Link" : "Adapter"),
    name: (server: ServerName, link: LinkName = "none") =>
      `${en.adapter.label(link)} of server ${upper(server)}`,
    links: {
      none: "off",
      "bridge-single": "bridge, one connection",
      bridge: "bridge by hand",
      adapter: "on",
      sharded: "on (sharded)",
      streams: "on (streams)",
    } satisfies Record<LinkName, string>,
    pending: "switching …",
    took: (ms: number) => `in ${milliseconds(ms)}`,
  },

  stage: {
    label: "The lab: clients, servers and Redis",
    idle: (client: string) =>
      `Nothing has been sent yet. Send something from ${client} and watch who hears it.`,
    apart: (on: Places) =>
      `${placed(on)}. Nothing joins the two servers: what one broadcasts never reaches the clients of the other.`,
    joined: (on: Places) =>
      `${placed(on)}. Both have an adapter over Redis: what one broadcasts reaches the clients of the other too.`,
    bridged: (on: Places) => `${placed(on)}. Both publish and subscribe by hand, without an adapter.`,
    unlike: (on: Places) =>
      `${placed(on)}. They are joined in different ways, and do not understand each other.`,
    linked: (on: Places, linked: ServerName) =>
      `${placed(on)}. Only ${upper(linked)} is joined to Redis, so what one broadcasts does not reach the clients of the other.`,
    places: (on: Places): string => (on.length ? `${placed(on)}.` : ""),
    unconnected: (on: Places) => `Nothing is connected yet. Once it is, ${placed(on)}.`,
    outOfReach: "The lab is out of reach. This is how it was last seen.",
    linkOf: (server: ServerName, link: LinkName): string =>
      link === "none"
        ? `${upper(server)}: no adapter.`
        : `${upper(server)}: ${en.adapter.label(link).toLowerCase()} ${en.adapter.links[link]}.`,
    hiddenWhy: "Why? That is for you to find.",
    keptOut: (client: string, reason: string) => `${client} is not let in: ${reason}.`,
    /** A message that no client sent. */
    published: (text: string) => `Somebody published ${text} to Redis.`,
    youPublished: (text: string) => `You published ${text} to Redis from the console.`,
    publisher: { you: "you", somebody: "somebody" },
    waitedHere: (ms: string) => `waited ${ms}`,
    waitsHere: "waits here",
    rooms: (rooms: readonly string[]) =>
      rooms.length > 1 ? `${rooms[0]} +${rooms.length - 1}` : (rooms[0] ?? ""),
    inRooms: (client: string, rooms: readonly string[]) => `${client} is in ${list(rooms)}`,
    hidden:
      "One thing in this lab is broken. What would give it away is hidden; everything else is as it is.",
    alone: (on: Places) =>
      `${placed(on)}. Each client has one connection, to the server, and none to another client.`,
    said: (client: string, text: string) => `${client} said ${text}.`,
    saidTo: (client: string, text: string, room: string) => `${client} said ${text} to ${room}.`,
    emitted: (client: string, event: string, text: string) =>
      `${client} emitted ${event}${text ? ` ${text}` : ""}.`,
    heard: (clients: readonly string[]) => `${list(clients)} heard it.`,
    nobody: "Nobody heard it.",
    silent: (clients: readonly string[], reason: string) => `${list(clients)} heard nothing: ${reason}`,
    waiting: (clients: readonly string[]) => `Waiting for ${list(clients)} …`,
    notYet: ({ why, server }: Open): string =>
      why === "not-taken"
        ? `Server ${upper(server)} has not taken it yet.`
        : `Server ${upper(server)} has not written it to Redis yet.`,
    waited: (server: ServerName, ms: string) =>
      `Server ${upper(server)} kept it for ${ms} before it could write it to Redis.`,
    noHandler: (server: ServerName) => `Server ${upper(server)} took it and told nobody.`,
    answered: (client: string) => `${client} got an answer.`,
    unanswered: (client: string, ms: string) => `${client} asked for an answer and got none within ${ms}.`,
    nothing: "heard nothing",
    receivers: (count: number) => (count === 1 ? "1 receiver" : `${count} receivers`),
    own: "its own: ignored",
    many: (client: string, count: number) =>
      `${client} sent ${count} messages at once; the picture shows one.`,
    kinds: {
      event: "event",
      ack: "acknowledgement",
      publish: "PUBLISH",
      channel: "message from the channel",
      error: "error",
      silent: "expected, not received",
    },
    replay: "Replay",
    pause: "Pause",
    play: "Play",
    back: "One step back",
    forward: "One step forward",
    step: (step: number, steps: number) => `Step ${step} of ${steps}`,
    scrub: "Position in the message’s way",
    speed: "Speed",
    live: "Live",
    replaying: "Replay",
    toLive: "Back to live",
  },

  why: (reason: Reason, redisShown: boolean): string => {
    switch (reason.why) {
      case "sender-unlinked":
        return redisShown
          ? `${upper(reason.other)} was never told. ${upper(reason.server)}’s adapter is off.`
          : `${upper(reason.other)} was never told. Nothing joins ${upper(reason.server)} and ${upper(reason.other)}.`;
      case "not-carried":
        return `${upper(reason.other)} was never told. ${upper(reason.server)}’s bridge carries message only.`;
      case "receiver-unlinked":
        return `${upper(reason.server)} is not subscribed. ${upper(reason.server)}’s adapter is off.`;
      case "late":
        return `${upper(reason.server)} subscribed too late, by ${milliseconds(reason.ms)}. Pub/Sub keeps nothing.`;
      case "cable":
        return `${upper(reason.server)}’s cable to Redis ${en.cableWas[reason.state]}.`;
      case "redis-down":
        return "Redis was down.";
      case "server-down":
        return `Server ${upper(reason.server)} was down.`;
      case "sender-left":
        return `${reason.client}’s connection ended before server ${upper(reason.server)} took it.`;
      case "not-taken":
        return `Server ${upper(reason.server)} has not taken it.`;
      case "not-published":
        return `Server ${upper(reason.server)} has not written it to Redis.`;
      case "links-differ":
        return "The two servers use different links, which do not understand each other.";
      case "left":
        return "It had disconnected by then.";
      case "refused":
        return `Redis refused the PUBLISH: ${briefly(reason.text)}.`;
      case "unknown":
        return `Server ${upper(reason.server)} did not deliver it. The trace does not say why.`;
    }
  },

  send: {
    label: (client: string) => `What ${client} says`,
    button: "Send",
    buttonFor: (client: string) => `Send from ${client}`,
    placeholder: "hi",
  },

  tabs: {
    label: "Panels",
    terminals: "Terminals",
    matrix: "Who heard what",
    logs: "Server logs",
    pools: "Pools",
    wire: "Wire",
    redis: "Redis",
    log: "Log",
    failed: "A part of this page could not be loaded.",
    again: "Reload the page",
  },

  matrix: {
    caption: "Delivery: who received each message",
    message: "message",
    empty: "No message yet. Each one gets a line here, with a mark for every client.",
    heard: (client: string, ms: string) => `${client} heard it after ${ms}`,
    delivered: (client: string, ms: string) =>
      `written to ${client} after ${ms}; ${client} has not confirmed it`,
    waiting: (client: string) => `${client}: not yet`,
    missing: (client: string, reason: string) => `${client} ought to have heard it and did not. ${reason}`,
    answered: (client: string, ms: string) => `${client} got an answer after ${ms}`,
    notForIt: (client: string) => `It was not sent to ${client}`,
    notInRoom: (client: string) => `${client} is not in the room`,
    notConnected: (client: string) => `${client} was not connected`,
    notKnown: "not known",
    notRecorded: (client: string) => `${client}: there was too much to record, so nobody can say`,
    toRoom: (room: string) => `to ${room}`,
    show: (text: string) => `Show the way of ${text}`,
    earlier: (count: number) => (count === 1 ? "1 other is not listed" : `${count} others are not listed`),
    way: "Its way, as observed",
  },

  trail: {
    sent: (client: string) => `${client} emitted`,
    received: (server: ServerName) => `server ${upper(server)} took it`,
    untaken: (server: ServerName, why: Untaken): string => {
      switch (why) {
        case "server-down":
          return `server ${upper(server)} ended before it took it`;
        case "disconnected":
          return `the connection ended before server ${upper(server)} took it`;
        case "unrecorded":
          return `too much to record: what server ${upper(server)} did with it is not known`;
      }
    },
    published: (server: ServerName, bytes: number) => `server ${upper(server)} wrote ${bytes} bytes to Redis`,
    accepted: (receivers: number) =>
      `Redis handed it to ${receivers === 1 ? "1 connection" : `${receivers} connections`}`,
    refused: (error: string) => `Redis refused: ${error}`,
    forwarded: (server: ServerName) => `Redis wrote it to ${upper(server)}’s cable`,
    arrived: (server: ServerName) => `it came out of ${upper(server)}’s cable`,
    own: (server: ServerName) => `it came back to ${upper(server)}, which knows it as its own and drops it`,
    dropped: (server: ServerName, state: string) => `${upper(server)}’s cable lost it (${state})`,
    delivered: (server: ServerName, count: number) =>
      `server ${upper(server)} wrote it to ${count === 1 ? "1 client" : `${count} clients`}`,
    heard: (client: string) => `${client} heard it`,
    acknowledged: (client: string) => `${client} got an acknowledgement`,
    unanswered: (client: string) => `${client} has got no acknowledgement yet`,
  },

  terminal: {
    label: (client: string, server: ServerName) => `Terminal of ${client}, on server ${upper(server)}`,
    tabHint: "Tab completes; on an empty line it moves on.",
    command: (client: string) => `Command for ${client}, e.g. who or join tea`,
    enter: "Enter",
    help: "What this prompt understands:",
    usage: {
      send: "emits message with the text",
      emit: "emits any event with any JSON",
      join: "asks the server to put it into a room",
      leave: "and to take it out again",
      to: "has the server tell a room",
      who: "every socket that the server knows of",
      ask: "asks the other servers by their adapter",
      disconnect: "ends the connection",
      connect: "starts it again",
      drop: "loses the connection without a goodbye, as in a tunnel; connect ends it",
      transport: "connects again with this transport",
      clear: "empties this screen",
      help: "shows this list",
    } satisfies Record<Verb, string>,
    connected: (id: string) => `connected as ${id}`,
    upgraded: (transport: string) => `upgraded to ${transport}`,
    disconnected: (reason: string) => `disconnected: ${reason}`,
    cannotConnect: (reason: string) => `cannot connect: ${reason}. Trying again.`,
    buffered: "Not connected. socket.io-client keeps this event and sends it after connecting.",
    answer: (text: string, ms: string) => `answer after ${ms}: ${text}`,
    noAnswer: (ms: string) => `no answer within ${ms}`,
    already: "It is connected.",
    notConnected: "It is not connected. Type connect.",
    problem: (problem: Problem): string => {
      switch (problem.what) {
        case "unknown":
          return `“${problem.word}” is not a command.${problem.meant ? ` Did you mean ${problem.meant}?` : " Type help."}`;
        case "missing":
          return `Expected: ${problem.usage}`;
        case "json":
          return `Not JSON: ${problem.text}. Text needs quotation marks, as in "hi".`;
        case "reserved":
          return `Socket.IO keeps the name “${problem.event}” for itself. Choose another.`;
      }
    },
    empty: "Nothing yet.",
    logs: "What servers A and B print",
    /** Which of their lines are shown. */
    isLogged: (_text: string): boolean => true,
  },

  log: {
    label: "Log of the lab",
    empty: "Nothing has happened yet.",
    link: (server: ServerName, link: LinkName) =>
      `${en.adapter.name(server, link)}: ${en.adapter.links[link]}.`,
    server: (server: ServerName, state: string) => `Server ${upper(server)}: ${state}.`,
    cable: (server: ServerName, state: string, delayMs: number) =>
      `Cable of server ${upper(server)}: ${state}${delayMs ? `, +${delayMs} ms` : ""}.`,
    redis: (up: boolean): string => (up ? "Redis is up." : "Redis is down."),
    connected: (client: string, server: ServerName) => `${client} connected to server ${upper(server)}.`,
    disconnected: (client: string, server: ServerName) => `${client} left server ${upper(server)}.`,
    joined: (client: string, room: string) => `${client} joined the room ${room}.`,
    left: (client: string, room: string) => `${client} left the room ${room}.`,
    silence: (server: ServerName, isSilent: boolean): string =>
      isSilent
        ? `Server ${upper(server)} does not answer at the moment.`
        : `Server ${upper(server)} answers again.`,
    skipped: (count: number, server: ServerName) =>
      `${count} observations of server ${upper(server)} were too many to record.`,
    many: (count: number) => `${count} messages.`,
  },

  pools: {
    /** What `adapter.rooms` and `adapter.sids` map. */
    rooms: "room → its sockets",
    sids: "socket → its rooms",
    point: (both: boolean): string =>
      both
        ? "Each server knows its own sockets, and no others. Adapters pass broadcasts on; they never merge these maps."
        : "All that this server knows about who is in which room. There is no other list.",
    showOwn: "Show each socket’s own room",
    own: "own room",
    ownWhy:
      "Every socket is alone in a room named by its id. That is how io.to(id) reaches exactly one client.",
    noRooms: "no rooms",
    onlyOwn: "no rooms but their own",
    noSockets: "no sockets",
    down: (server: ServerName) => `Server ${upper(server)} does not run. Its maps were in its memory: gone.`,
    starting: "Starting: nothing is known yet.",
    last: "Last change",
    lastNone: "none yet",
    changes: {
      connected: (client: string) => `${client} connected`,
      disconnected: (client: string) => `${client} disconnected`,
      joined: (client: string, room: string) => `${client} joined ${room}`,
      left: (client: string, room: string) => `${client} left ${room}`,
      emptied: "emptied, as the process ended",
    },
    ownRoom: "its own room",
    changed: "changed last",
  },

  wire: {
    label: "What passed the cables",
    show: "Show",
    filters: {
      all: "All",
      messages: "Messages",
      a: "A",
      b: "B",
    } satisfies Record<Filter, string>,
    empty: "Nothing has passed a cable yet. A server without an adapter has no connection to Redis.",
    emptyFilter: "Nothing of this kind has passed yet.",
    earlier: (count: number) => (count === 1 ? "Show 1 earlier line" : `Show ${count} earlier lines`),
    toRedis: (server: ServerName) => `${upper(server)} to Redis`,
    toServer: (server: ServerName) => `Redis to ${upper(server)}`,
    balanced: (server: ServerName) => `balancer to ${upper(server)}`,
    greeting: (count: number) =>
      `${count === 1 ? "1 command" : `${count} commands`} to introduce itself and to check the connection`,
    message: "message",
    toAll: "to all",
    toRooms: (rooms: readonly string[]) =>
      rooms.length === 1 ? `to room ${rooms[0]}` : `to rooms ${rooms.join(", ")}`,
    but: (except: readonly string[]) => `but not ${except.join(", ")}`,
    payloads: { request: "question", response: "answer" },
    unknownPayload: "what it said was lost with it",
    noAnswer: "no answer yet",
    receivers: (count: number) => `Redis: ${count === 1 ? "1 receiver" : `${count} receivers`}`,
    stored: "Redis: stored in the stream",
    refused: "Redis refused it",
    underWay: "on its way",
    lost: (server: ServerName, state: CableState["state"]) =>
      `lost on ${upper(server)}’s cable: ${en.cables[state]}`,
    own: "own: dropped by uid",
    ignored: "own: ignored",
    delivered: (clients: number) => `written to ${clients === 1 ? "1 client" : `${clients} clients`}`,
    dropped: {
      room: "no such room here: dropped",
      except: "nobody left to tell here: dropped",
      nobody: "no client here: dropped",
    } satisfies Record<Extract<Fate, { is: "dropped" }>["why"], string>,
    arrived: "arrived",
    handshake: "handshake",
    session: (id: string) => `session ${id}`,
    handedOver: "WebSocket, handed over",
    burst: (count: number, what: string) => `${count} × ${what}`,
    burstLost: (count: number) => `${count} lost`,
    newest: "The newest of them:",
    reply: "Redis",
    everyone: "[]: everyone",
    nobodyLeftOut: "[]: nobody left out",
    noFlags: "{}",
  },

  redis: {
    label: "Redis console",
    field: "Command for Redis, e.g. PUBLISH message hi",
    empty: "Type a Redis command, or help.",
    corner:
      "A connection of your own to the real Redis, in your lab’s own corner: no other lab’s keys or channels are here.",
    embedded:
      "No Redis was found, so this is Crosstalk’s own broker. It has Pub/Sub only: SET, LPUSH and the like answer with an error. With redis-server installed, the next start uses it.",
    down: "Redis is down. What you type gets no answer until it is back.",
    help: "What this console takes:",
    groups: {
      pubsub: "Pub/Sub",
      strings: "strings",
      hashes: "hashes",
      lists: "lists",
      sets: "sets",
      streams: "streams",
      keys: "any key",
      server: "server",
    } satisfies Record<RedisGroup, string>,
    subscribed: "A connection that has subscribed takes only (UN)SUBSCRIBE and PING: UNSUBSCRIBE ends that.",
    own: "clear empties this screen; ↑ and ↓ bring back what was typed; Tab completes.",
    offline: "The playground’s server does not answer. Nothing was sent; try again in a moment.",
    forbidden:
      "This page has not opened the lab, so it has no token for it. Who opened the lab can type here.",
    anew: "The connection was lost, and with it what it had subscribed to. The next command opens a new one.",
  },

  experiment: {
    name: (number: number) => `Experiment ${number}`,
    unnumbered: "Experiment",
    beats: { predict: "Predict", run: "Run", compare: "Compare", explain: "Explain" },
    hears: "hears it",
    nobody: "nobody hears it",
    run: "Run",
    runAgain: "Run again",
    running: "Running …",
    hurry: "Skip to the result",
    settingUp: "Setting up …",
    predictFirst: "Say first what you expect: tick who will hear it, or “nobody hears it”.",
    skip: "Run without a prediction",
    byHand: "Or by hand, after “Set up this step”:",
    fullStop: ".",
    runDoes: "Run does this, one after another. By hand, press “Set up this step” first:",
    does: controlWords.en.does,
    stopped: "The run stopped: the lab refused a step of it. The lab says why.",
    lost: "The lab ended during the run. You have a new one: run it again.",
    away: "The lab is out of reach just now. Run it again when it’s back.",
    setUp: "Set up this step",
    ready: "The lab is in the state that this step assumes.",
    predicted: "you said",
    happened: "happened",
    yes: "hears it",
    no: "hears nothing",
    heard: (ms: string) => `heard, ${ms}`,
    answered: "got an answer",
    delivered: "written to it",
    silent: "heard nothing",
    unexpected: "heard nothing; nothing was sent to it",
    right: "right",
    wrong: "not so",
    allRight: "You called it.",
    someWrong: "Not what you expected. That is the interesting case.",
    noPrediction: "You ran this without a prediction.",
    explain: "Read the explanation first",
    tryAgain: "Clear and predict again",
    failed: (saw: string, wanted: string) => `Seen: ${saw}. Wanted: ${wanted}.`,
  },

  checks: checkWords.en,
  links: controlWords.en.links,
  controls: controlWords.en,

  trouble: {
    opening: "Starting two servers …",
    away: "The playground’s server does not answer. This page keeps trying. If you stopped it, start it again with npm start.",
    back: "The playground’s server is back.",
    replaced: "Your lab was over, so this is a new one. Its links are as you had set them.",
    offline: "The playground’s server could not be reached.",
    deviceOffline:
      "This device is offline. What you sent just now may be lost; this page goes on as soon as the network is back.",
    full: "All labs are in use. You’ll get the next one that is free: this page keeps trying.",
    rate: "Too many labs were opened from your network just now. This page tries again by itself.",
    unavailable: "The playground can’t give you a lab at the moment. This page tries again by itself.",
    refused: (message: string) => `That did not work. ${message}`,
    notReady: "The lab did not reach that state in time. Try “Set up this step” once more.",
    unlinked: (server: ServerName, cable: CableState["state"]): string =>
      cable === "up"
        ? `Server ${upper(server)} started without its link: Redis did not answer.`
        : `Server ${upper(server)} started without its link: its cable to Redis is set to ${en.cables[cable]}. Set the cable to up, then switch the link on again.`,
    otherTab: (names: readonly string[], labels: readonly string[]) =>
      `${list(names)} ${names.length > 1 ? "are" : "is"} in this lab already, from another tab or page. Here: ${list(labels)}.`,
    retry: "Try now",
    dismiss: "Dismiss",
    redisDown: "Redis is down. Broadcasts reach the sender’s own server only.",
  },
};

export type LabWords = typeof en;

/** Between Chinese and a text: none where the text stands in quotation marks. */
const spaceBefore = (text: string) => (text.startsWith("“") ? "" : " ");

const zhCn: LabWords = {
  space: "",
  colon: "：",
  comma: "，",
  server: (server) => `服务器 ${upper(server)}`,
  pid: (pid) => `pid ${pid}`,
  states: { starting: "启动中", running: "运行中", stopped: "已停止", crashed: "已崩溃" },
  redisKinds: {
    external: "REDIS_URL 所指的实例",
    local: "由 Crosstalk 启动",
    embedded: "Crosstalk 内置的代理",
  },
  redisName: (kind, version) => (kind === "embedded" ? "发布/订阅代理" : `Redis ${version}`),
  redisDown: "已断开",
  cables: { up: "畅通", close: "已关闭", reset: "被重置", blackhole: "黑洞" },
  cableWas: {
    up: "丢失了它",
    close: "当时已关闭",
    reset: "当时被重置",
    blackhole: "当时是黑洞：连着，但什么也通不过",
  },
  delay: (ms) => `+${ms} ms`,
  unplugged: "未连接 Redis",
  connecting: "连接中……",
  disconnected: "未连接",
  notYet: "尚未连接",
  outOfReach: "联系不上",
  more: (count) => `另有 ${count} 个`,

  adapter: {
    label: (link) => (isBridge(link) ? "连接方式" : "适配器"),
    name: (server, link = "none") => `服务器 ${upper(server)} 的${zhCn.adapter.label(link)}`,
    links: {
      none: "关",
      "bridge-single": "桥接（单连接）",
      bridge: "手写桥接",
      adapter: "开",
      sharded: "开（分片）",
      streams: "开（Streams）",
    },
    pending: "切换中……",
    took: (ms) => `用时 ${milliseconds(ms)}`,
  },

  stage: {
    label: "实验台：客户端、服务器与 Redis",
    idle: (client) => `还没有发出任何消息。从 ${client} 发一条，看看谁能收到。`,
    apart: (on) => `${placedZh(on)}。两台服务器之间没有任何连接：一台发出的广播，永远到不了另一台的客户端。`,
    joined: (on) =>
      `${placedZh(on)}。两台都装有基于 Redis 的适配器：一台发出的广播，也会到达另一台的客户端。`,
    bridged: (on) => `${placedZh(on)}。两台都手写了发布和订阅，没有用适配器。`,
    unlike: (on) => `${placedZh(on)}。两台的连接方式不同，彼此听不懂。`,
    linked: (on, linked) =>
      `${placedZh(on)}。只有 ${upper(linked)} 连着 Redis，所以一台发出的广播仍然到不了另一台的客户端。`,
    places: (on) => (on.length ? `${placedZh(on)}。` : ""),
    unconnected: (on) => `还没有任何连接。连上之后，${placedZh(on)}。`,
    outOfReach: "联系不上实验台。图中是最后看到的样子。",
    linkOf: (server, link) =>
      link === "none"
        ? `${upper(server)}：没有适配器。`
        : `${upper(server)}：${zhCn.adapter.label(link)} ${zhCn.adapter.links[link]}。`,
    hiddenWhy: "为什么？这要你来找。",
    keptOut: (client, reason) => `${client} 连不上：${reason}。`,
    published: (text) => `有人向 Redis 发布了${spaceBefore(text)}${text}。`,
    youPublished: (text) => `你从控制台向 Redis 发布了${spaceBefore(text)}${text}。`,
    publisher: { you: "你", somebody: "别处" },
    waitedHere: (ms) => `等了 ${ms}`,
    waitsHere: "在此等待",
    rooms: (rooms) => (rooms.length > 1 ? `${rooms[0]} +${rooms.length - 1}` : (rooms[0] ?? "")),
    inRooms: (client, rooms) => `${client} 在房间 ${listZh(rooms)} 里`,
    hidden: "这个实验台里有一处坏了。会泄露答案的都藏起来了，其余一切如常。",
    alone: (on) => `${placedZh(on)}。每个客户端只有一条连接，通向服务器；客户端之间没有连接。`,
    said: (client, text) => `${client} 说了${spaceBefore(text)}${text}。`,
    saidTo: (client, text, room) => `${client} 对 ${room} 说了${spaceBefore(text)}${text}。`,
    emitted: (client, event, text) =>
      `${client} 发出事件 ${event}${text ? `，数据是${spaceBefore(text)}${text}` : ""}。`,
    heard: (clients) => `${listZh(clients)} 收到了。`,
    nobody: "谁也没有收到。",
    silent: (clients, reason) => `${listZh(clients)} 什么也没收到：${reason}`,
    waiting: (clients) => `正在等 ${listZh(clients)}……`,
    notYet: ({ why, server }) =>
      why === "not-taken"
        ? `服务器 ${upper(server)} 还没有收下它。`
        : `服务器 ${upper(server)} 还没有把它写入 Redis。`,
    waited: (server, ms) => `服务器 ${upper(server)} 把它留了 ${ms} 才写入 Redis。`,
    noHandler: (server) => `服务器 ${upper(server)} 收下了它，没有告诉任何客户端。`,
    answered: (client) => `${client} 得到了回答。`,
    unanswered: (client, ms) => `${client} 要求确认，${ms} 内没有得到。`,
    nothing: "什么也没收到",
    receivers: (count) => `${count} 个接收者`,
    own: "自己发的：忽略",
    many: (client, count) => `${client} 一次发了 ${count} 条消息，图中只画一条。`,
    kinds: {
      event: "事件",
      ack: "确认",
      publish: "PUBLISH",
      channel: "来自频道的消息",
      error: "错误",
      silent: "应收到而未收到",
    },
    replay: "回放",
    pause: "暂停",
    play: "播放",
    back: "后退一步",
    forward: "前进一步",
    step: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
    scrub: "在消息路径中的位置",
    speed: "速度",
    live: "实时",
    replaying: "回放",
    toLive: "回到实时",
  },

  why: (reason, redisShown) => {
    switch (reason.why) {
      case "sender-unlinked":
        return redisShown
          ? `${upper(reason.server)} 的适配器没有开，${upper(reason.other)} 不知道有这条消息。`
          : `${upper(reason.server)} 与 ${upper(reason.other)} 之间没有任何连接，${upper(reason.other)} 不知道有这条消息。`;
      case "not-carried":
        return `${upper(reason.server)} 的桥接只转发 message 事件，${upper(reason.other)} 不知道有这条消息。`;
      case "receiver-unlinked":
        return `${upper(reason.server)} 没有订阅，它的适配器没有开。`;
      case "late":
        return `${upper(reason.server)} 订阅晚了 ${milliseconds(reason.ms)}，而发布/订阅不留存任何消息。`;
      case "cable":
        return `${upper(reason.server)} 到 Redis 的连接${zhCn.cableWas[reason.state]}。`;
      case "redis-down":
        return "当时 Redis 不可用。";
      case "server-down":
        return `当时服务器 ${upper(reason.server)} 没有运行。`;
      case "sender-left":
        return `服务器 ${upper(reason.server)} 还没有收下它，${reason.client} 的连接就断了。`;
      case "not-taken":
        return `服务器 ${upper(reason.server)} 没有收下它。`;
      case "not-published":
        return `服务器 ${upper(reason.server)} 没有把它写入 Redis。`;
      case "links-differ":
        return "两台服务器的连接方式不同，彼此听不懂。";
      case "left":
        return "当时它已经断开。";
      case "refused":
        return `Redis 拒绝了 PUBLISH：${briefly(reason.text)}。`;
      case "unknown":
        return `服务器 ${upper(reason.server)} 没有投递，记录中看不出原因。`;
    }
  },

  send: {
    label: (client) => `${client} 要说的话`,
    button: "发送",
    buttonFor: (client) => `从 ${client} 发送`,
    placeholder: "hi",
  },

  tabs: {
    label: "面板",
    terminals: "终端",
    matrix: "谁收到了什么",
    logs: "服务器日志",
    pools: "连接池",
    wire: "线路",
    redis: "Redis",
    log: "记录",
    failed: "本页有一部分没有加载成功。",
    again: "重新加载本页",
  },

  matrix: {
    caption: "投递情况：每条消息有谁收到",
    message: "消息",
    empty: "还没有消息。每条消息在这里占一行，每个客户端一个标记。",
    heard: (client, ms) => `${client} 在 ${ms} 后收到`,
    delivered: (client, ms) => `${ms} 后已写给 ${client}，${client} 尚未确认`,
    waiting: (client) => `${client}：还没有`,
    missing: (client, reason) => `${client} 本应收到，却没有收到。${reason}`,
    answered: (client, ms) => `${client} 在 ${ms} 后得到回答`,
    notForIt: (client) => `它没有发给 ${client}`,
    notInRoom: (client) => `${client} 不在这个房间里`,
    notConnected: (client) => `${client} 当时没有连接`,
    notKnown: "未知",
    notRecorded: (client) => `${client}：当时的观察太多，没有全部记录，无法判断`,
    toRoom: (room) => `发往房间 ${room}`,
    show: (text) => `查看 ${text}${text.endsWith("”") ? "" : " "}的路径`,
    earlier: (count) => `还有 ${count} 条未列出`,
    way: "实际观察到的路径",
  },

  trail: {
    sent: (client) => `${client} 发出`,
    received: (server) => `服务器 ${upper(server)} 收下`,
    untaken: (server, why) => {
      switch (why) {
        case "server-down":
          return `服务器 ${upper(server)} 还没有收下就结束了`;
        case "disconnected":
          return `服务器 ${upper(server)} 还没有收下，连接就断了`;
        case "unrecorded":
          return `内容太多，没有全部记录：不知道服务器 ${upper(server)} 怎样处理了它`;
      }
    },
    published: (server, bytes) => `服务器 ${upper(server)} 向 Redis 写了 ${bytes} 字节`,
    accepted: (receivers) => `Redis 交给了 ${receivers} 个连接`,
    refused: (error) => `Redis 拒绝：${error}`,
    forwarded: (server) => `Redis 写入 ${upper(server)} 的连接`,
    arrived: (server) => `从 ${upper(server)} 的连接中读出`,
    own: (server) => `回到 ${upper(server)}，它认出是自己发的，丢弃`,
    dropped: (server, state) => `在 ${upper(server)} 的连接上丢失（${state}）`,
    delivered: (server, count) => `服务器 ${upper(server)} 写给 ${count} 个客户端`,
    heard: (client) => `${client} 收到`,
    acknowledged: (client) => `${client} 得到确认`,
    unanswered: (client) => `${client} 至今没有得到确认`,
  },

  terminal: {
    label: (client, server) => `${client} 的终端，连在服务器 ${upper(server)} 上`,
    tabHint: "Tab 键补全；空行时移到下一个控件。",
    command: (client) => `给 ${client} 的命令，例如 who 或 join tea`,
    enter: "执行",
    help: "可以输入的命令：",
    usage: {
      send: "发出事件 message，内容为这段文字",
      emit: "发出任意事件，数据为 JSON",
      join: "请服务器把它放进一个房间",
      leave: "请服务器把它移出房间",
      to: "请服务器告诉一个房间",
      who: "服务器知道的所有 socket",
      ask: "经适配器询问其他服务器",
      disconnect: "断开连接",
      connect: "重新连接",
      drop: "不告而别地断线，像进了隧道；输入 connect 才会回来",
      transport: "换用这种传输方式重新连接",
      clear: "清屏",
      help: "显示这张表",
    },
    connected: (id) => `已连接，id 为 ${id}`,
    upgraded: (transport) => `已升级到 ${transport}`,
    disconnected: (reason) => `已断开：${reason}`,
    cannotConnect: (reason) => `无法连接：${reason}。正在重试。`,
    buffered: "尚未连接。socket.io-client 会保留这个事件，连上后再发。",
    answer: (text, ms) => `${ms} 后得到回答：${text}`,
    noAnswer: (ms) => `${ms} 内没有回答`,
    already: "已经连接。",
    notConnected: "尚未连接。请输入 connect。",
    problem: (problem) => {
      switch (problem.what) {
        case "unknown":
          return `没有“${problem.word}”这个命令。${problem.meant ? `是不是想输入 ${problem.meant}？` : "输入 help 查看命令。"}`;
        case "missing":
          return `正确写法：${problem.usage}`;
        case "json":
          return `不是 JSON：${problem.text}。文字要加双引号，例如 "hi"。`;
        case "reserved":
          return `“${problem.event}”这个名字 Socket.IO 留作自用，请换一个。`;
      }
    },
    empty: "还没有内容。",
    logs: "服务器 A 与 B 的输出",
    isLogged: () => true,
  },

  log: {
    label: "实验台的记录",
    empty: "还没有发生任何事。",
    link: (server, link) => `${zhCn.adapter.name(server, link)}：${zhCn.adapter.links[link]}。`,
    server: (server, state) => `服务器 ${upper(server)}：${state}。`,
    cable: (server, state, delayMs) =>
      `服务器 ${upper(server)} 到 Redis 的连接：${state}${delayMs ? `，延迟 +${delayMs} ms` : ""}。`,
    redis: (up) => (up ? "Redis 可用。" : "Redis 不可用。"),
    connected: (client, server) => `${client} 连上了服务器 ${upper(server)}。`,
    disconnected: (client, server) => `${client} 离开了服务器 ${upper(server)}。`,
    joined: (client, room) => `${client} 加入了房间 ${room}。`,
    left: (client, room) => `${client} 离开了房间 ${room}。`,
    silence: (server, isSilent) =>
      isSilent ? `服务器 ${upper(server)} 暂时没有响应。` : `服务器 ${upper(server)} 恢复响应。`,
    skipped: (count, server) => `服务器 ${upper(server)} 有 ${count} 条观察记录因为太多而没有保存。`,
    many: (count) => `${count} 条消息。`,
  },

  pools: {
    rooms: "房间 → 其中的 socket",
    sids: "socket → 所在的房间",
    point: (both) =>
      both
        ? "每台服务器只知道自己的 socket，别的一概不知。适配器转发广播，从不合并这两个 Map。"
        : "谁在哪个房间里，这台服务器知道的全在这里，此外没有别的名单。",
    showOwn: "显示每个 socket 自己的房间",
    own: "自己的房间",
    ownWhy: "每个 socket 都独自待在以自己 id 命名的房间里，io.to(id) 正是这样只送达一个客户端。",
    noRooms: "没有房间",
    onlyOwn: "除各自的房间外，没有别的房间",
    noSockets: "没有 socket",
    down: (server) => `服务器 ${upper(server)} 没有运行。这两个 Map 在它的内存里，已随进程消失。`,
    starting: "正在启动：还什么都不知道。",
    last: "最近的变化",
    lastNone: "还没有",
    changes: {
      connected: (client) => `${client} 连上`,
      disconnected: (client) => `${client} 断开`,
      joined: (client, room) => `${client} 加入 ${room}`,
      left: (client, room) => `${client} 离开 ${room}`,
      emptied: "进程结束，全部清空",
    },
    ownRoom: "自己的房间",
    changed: "最近变化",
  },

  wire: {
    label: "经过连接的内容",
    show: "显示",
    filters: { all: "全部", messages: "消息", a: "A", b: "B" },
    empty: "还没有任何内容经过。没有适配器的服务器根本不连接 Redis。",
    emptyFilter: "还没有这一类内容经过。",
    earlier: (count) => `显示更早的 ${count} 行`,
    toRedis: (server) => `${upper(server)} 到 Redis`,
    toServer: (server) => `Redis 到 ${upper(server)}`,
    balanced: (server) => `负载均衡器到 ${upper(server)}`,
    greeting: (count) => `${count} 条命令，用来自我介绍和检查连接`,
    message: "消息",
    toAll: "发给所有人",
    toRooms: (rooms) => `发给房间 ${rooms.join("、")}`,
    but: (except) => `${except.join("、")} 除外`,
    payloads: { request: "提问", response: "回答" },
    unknownPayload: "内容随它一起丢失",
    noAnswer: "还没有答复",
    receivers: (count) => `Redis：${count} 个接收者`,
    stored: "Redis：已存入 Stream",
    refused: "Redis 拒绝",
    underWay: "在路上",
    lost: (server, state) => `丢失在 ${upper(server)} 的连接上：${zhCn.cables[state]}`,
    own: "自己发的：凭 uid 丢弃",
    ignored: "自己发的：忽略",
    delivered: (clients) => `写给 ${clients} 个客户端`,
    dropped: {
      room: "这里没有这个房间：丢弃",
      except: "这里没有要告诉的人：丢弃",
      nobody: "这里没有客户端：丢弃",
    },
    arrived: "已到达",
    handshake: "握手",
    session: (id) => `会话 ${id}`,
    handedOver: "WebSocket，已移交",
    burst: (count, what) => `${count} × ${what}`,
    burstLost: (count) => `丢失 ${count} 条`,
    newest: "其中最新的：",
    reply: "Redis",
    everyone: "[]：所有人",
    nobodyLeftOut: "[]：没有人除外",
    noFlags: "{}",
  },

  redis: {
    label: "Redis 控制台",
    field: "给 Redis 的命令，例如 PUBLISH message hi",
    empty: "输入一条 Redis 命令，或输入 help。",
    corner: "这是你自己到真实 Redis 的一条连接，只通向你的实验台所用的那一角：看不到别的实验台的键和频道。",
    embedded:
      "没有找到 Redis，所以这是 Crosstalk 内置的代理。它只有发布/订阅：SET、LPUSH 之类会返回错误。装上 redis-server 后，下次启动就会用它。",
    down: "Redis 不可用。恢复之前，输入的命令得不到答复。",
    help: "这个控制台可以用的命令：",
    groups: {
      pubsub: "发布/订阅",
      strings: "字符串",
      hashes: "哈希",
      lists: "列表",
      sets: "集合",
      streams: "Stream",
      keys: "任意键",
      server: "服务器",
    },
    subscribed: "订阅之后的连接只接受 (UN)SUBSCRIBE 和 PING；用 UNSUBSCRIBE 退出订阅。",
    own: "clear 清屏；↑ ↓ 找回输入过的命令；Tab 补全。",
    offline: "演练场的服务器没有响应，命令没有发出。请稍后再试。",
    forbidden: "实验台不是这个页面打开的，所以没有令牌。打开它的人才能在这里输入。",
    anew: "连接断了，之前的订阅也随之失效。下一条命令会另开一条连接。",
  },

  experiment: {
    name: (number) => `实验 ${number}`,
    unnumbered: "实验",
    beats: { predict: "预测", run: "运行", compare: "对照", explain: "解释" },
    hears: "能收到",
    nobody: "谁也收不到",
    run: "运行",
    runAgain: "再运行一次",
    running: "运行中……",
    hurry: "直接看结果",
    settingUp: "准备中……",
    predictFirst: "先说说你的预测：勾选谁会收到，或者勾选“谁也收不到”。",
    skip: "不预测，直接运行",
    byHand: "也可以先点“恢复到这一步的初始状态”，再动手：",
    fullStop: "。",
    runDoes: "点“运行”会依次做下面这些。自己动手的话，先点“恢复到这一步的初始状态”：",
    does: controlWords["zh-cn"].does,
    stopped: "运行中断：实验台拒绝了其中一步，原因见实验台。",
    lost: "实验台在运行途中结束了。现在是一个新的实验台，请再运行一次。",
    away: "暂时连不上实验台，恢复之后请再运行一次。",
    setUp: "恢复到这一步的初始状态",
    ready: "实验台已处于这一步所要求的状态。",
    predicted: "你的预测",
    happened: "实际结果",
    yes: "能收到",
    no: "收不到",
    heard: (ms) => `收到了，${ms}`,
    answered: "得到了回答",
    delivered: "已写给它",
    silent: "没有收到",
    unexpected: "没有收到，本来也没有发给它",
    right: "对",
    wrong: "不对",
    allRight: "你说对了。",
    someWrong: "和你想的不一样，这正是值得弄明白的地方。",
    noPrediction: "这次没有预测就运行了。",
    explain: "先看解释",
    tryAgain: "清除，重新预测",
    failed: (saw, wanted) => `看到的是：${saw}。要求的是：${wanted}。`,
  },

  checks: checkWords["zh-cn"],
  links: controlWords["zh-cn"].links,
  controls: controlWords["zh-cn"],

  trouble: {
    opening: "正在启动两台服务器……",
    away: "演练场的服务器没有响应，本页会不断重试。如果是你停掉了它，请再运行一次 npm start。",
    back: "演练场的服务器恢复了。",
    replaced: "原来的实验台已经结束，这是一个新的。连接方式已按你之前的设置恢复。",
    offline: "无法连接演练场的服务器。",
    deviceOffline: "这台设备没有联网。刚才发出的内容可能没有送到；网络恢复后本页会继续。",
    full: "所有实验台都在使用中。一有空闲，本页就会自动分到一个。",
    rate: "刚才从你的网络打开的实验台太多了，本页会自动重试。",
    unavailable: "演练场暂时无法提供实验台，本页会自动重试。",
    refused: (message) => `没有成功。${message}`,
    notReady: "实验台没能及时进入要求的状态。请再点一次“恢复到这一步的初始状态”。",
    unlinked: (server, cable) =>
      cable === "up"
        ? `服务器 ${upper(server)} 启动了，但没有恢复连接方式：Redis 没有响应。`
        : `服务器 ${upper(server)} 启动了，但没有恢复连接方式：它到 Redis 的连接是“${zhCn.cables[cable]}”。先把连接恢复为畅通，再打开适配器。`,
    otherTab: (names, labels) =>
      `${listZh(names)} 已在这个实验台里，来自另一个标签页或页面。这里的是 ${listZh(labels)}。`,
    retry: "立即重试",
    dismiss: "知道了",
    redisDown: "Redis 不可用。广播只能到达发送者所在服务器的客户端。",
  },
};

export const labWords: Dictionary<LabWords> = { en, "zh-cn": zhCn };
