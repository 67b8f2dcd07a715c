// English for the controls of one thing in the picture.
import type { CableState, LinkName, RedisState, ServerName } from "../../../../servers/protocol.ts";
import { controls as sceneControls } from "./controls.ts";
import { upper } from "./format.ts";
import { links } from "./links.ts";

export const controls = {
  ...sceneControls,
  links: {
    none: {
      name: links.none,
      about: "Socket.IO’s in-memory adapter. The server only knows its own clients.",
    },
    "bridge-single": {
      name: links["bridge-single"],
      about: "Pub/Sub by hand, with one connection for both roles. Redis refuses that.",
    },
    bridge: {
      name: links.bridge,
      about: "Pub/Sub by hand, with two connections. It carries only message.",
    },
    adapter: { name: links.adapter, about: "@socket.io/redis-adapter: also publishes every broadcast." },
    "adapter-other-key": {
      name: links["adapter-other-key"],
      about: "The same with the key chat instead of socket.io, and so with other channels.",
    },
    sharded: {
      name: links.sharded,
      about: "A channel for each room, by sharded Pub/Sub. Needs Redis 7 or later.",
    },
    streams: {
      name: links.streams,
      about: "@socket.io/redis-streams-adapter: broadcasts are stored in a stream. Needs a real Redis.",
    },
  } satisfies Record<LinkName, { name: string; about: string }>,
  cables: {
    up: { name: "up", about: "Everything passes." },
    close: { name: "close", about: "Closed cleanly (FIN). New connections are refused." },
    reset: { name: "reset", about: "Aborted (RST). New connections are reset too." },
    blackhole: { name: "blackhole", about: "Open, but nothing passes and neither side is notified." },
    stall: { name: "stall", about: "Open, but every byte waits until you set it to up again." },
  } satisfies Record<CableState["state"], { name: string; about: string }>,
  close: "Close",
  cableTitle: (server: ServerName) => `Cable of server ${upper(server)}`,
  clientTitle: (client: string) => `Client ${client}`,
  link: "Link",
  inForce: "in force",
  took: (ms: string) => `in force after ${ms}`,
  pending: "switching …",
  process: "Process",
  kill: "Kill (SIGKILL)",
  killAbout: "Ends the process like kill -9: no cleanup, and no connection is closed properly.",
  stop: "Stop (SIGTERM)",
  stopAbout: "Stop asks it to end: it disconnects its clients and saves their sessions first.",
  start: "Start",
  startAbout: "Starts a new process from the same files, with the same link if Redis can be reached.",
  state: "State",
  delay: "Delay in each direction",
  delayValue: (ms: number) => (ms ? `${ms} ms` : "none"),
  redisKind: {
    external: "The Redis at REDIS_URL. Crosstalk didn’t start it.",
    local: "A redis-server that Crosstalk found on this computer and started for its own use.",
    embedded: "Crosstalk’s own broker, because no Redis was found. It is not a Redis.",
  } satisfies Record<RedisState["kind"], string>,
  redisLacks: {
    external: "",
    local: "",
    embedded:
      "It only has Pub/Sub, plain and sharded: no strings, hashes, lists, sets or streams. Install redis-server for those.",
  } satisfies Record<RedisState["kind"], string>,
  redisUp: (version: string) => `Up. Version ${version}.`,
  redisDown: "Down: it isn’t responding.",
  name: "Name",
  rename: "Rename",
  nameTaken: "That name is taken.",
  rooms: "Rooms",
  noRooms: "Not in any room.",
  join: "Join",
  room: "Room",
  leave: (room: string) => `Leave ${room}`,
  connection: "Connection",
  connect: "Connect",
  disconnect: "Disconnect",
  drop: "Lose connection",
  dropAbout: "as in a tunnel",
  transport: "Transport",
  transports: { both: "polling, then WebSocket", polling: "polling only", websocket: "WebSocket only" },
  remove: "Remove",
  notOurs: "This client belongs to another tab or program. You can watch it, but not change it.",
  onServer: (server: ServerName | undefined, entrance: string) =>
    server === undefined
      ? "The balancer hasn’t let it in."
      : entrance === "balanced"
        ? `On server ${upper(server)}, through the balancer.`
        : `On server ${upper(server)}.`,
};
