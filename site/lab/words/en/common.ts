// English for the lab’s parts, their states and the adapter switch.
import type {
  CableState,
  LinkName,
  RedisState,
  ServerName,
  ServerState,
} from "../../../../servers/protocol.ts";
import { isBridge } from "../../derive/link-behaviour.ts";
import { milliseconds } from "../milliseconds.ts";
import { upper } from "./format.ts";

export const common = {
  /** The separator between two sentences. */
  space: " ",
  colon: ": ",
  comma: ", ",
  server: (server: ServerName) => `Server ${upper(server)}`,
  pid: (pid: number) => `pid ${pid}`,
  changedCode: "changed code",
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
    close: "close",
    reset: "reset",
    blackhole: "blackhole",
    stall: "stall",
  } satisfies Record<CableState["state"], string>,
  cableWas: {
    up: "lost it",
    close: "was closed",
    reset: "was reset",
    blackhole: "was a blackhole: open, but nothing passed",
    stall: "was stalled when its connection ended",
  } satisfies Record<CableState["state"], string>,
  delay: (ms: number) => `+${ms} ms`,
  unplugged: "not connected to Redis",
  connecting: "connecting …",
  disconnected: "not connected",
  /** A server before there is a lab, and while the lab is unreachable. */
  notYet: "not connected yet",
  outOfReach: "unreachable",
  more: (count: number) => `+${count} more`,

  adapter: {
    /** A hand-written bridge isn’t an adapter. */
    label: (link: LinkName): string => (isBridge(link) ? "Link" : "Adapter"),
    name: (server: ServerName, link: LinkName = "none") =>
      `${common.adapter.label(link)} of server ${upper(server)}`,
    links: {
      none: "off",
      "bridge-single": "bridge, one connection",
      bridge: "bridge by hand",
      adapter: "on",
      "adapter-other-key": "on (key: chat)",
      sharded: "on (sharded)",
      streams: "on (streams)",
    } satisfies Record<LinkName, string>,
    pending: "switching …",
    took: (ms: number) => `in ${milliseconds(ms)}`,
  },
};
