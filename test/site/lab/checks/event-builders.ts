// Events in the traces of checks, besides those that all hand-written traces share.
import type { Answer, CableState, Observation, ServerName } from "../../../../servers/protocol.ts";
import {
  accepted,
  arrived,
  connected,
  crossing,
  delivered,
  heard,
  joined,
  local,
  published,
  received,
  sent,
  world,
} from "../build-trace.ts";

export const client = (name: string, server: ServerName, more: object = {}): Observation =>
  ({ ...connected(name, server), ...more }) as Observation;
export const gone = (name: string, server: ServerName, socket = `${name}-id`): Observation => ({
  type: "disconnected",
  server,
  socket,
  client: name,
  reason: "transport close",
});
export const cable = (server: ServerName, state: CableState["state"], delayMs = 0): Observation => ({
  type: "cable",
  server,
  state,
  delayMs,
});
export const printed = (server: ServerName, text: string): Observation => ({
  type: "log",
  server,
  stream: "err",
  text,
});
export const dropped = (server: ServerName, towards: "redis" | "server"): Observation => ({
  type: "dropped",
  message: "m1",
  server,
  towards,
  state: "blackhole",
});
export const forwarded = (server: ServerName): Observation => ({
  type: "forwarded",
  message: "m1",
  server,
  channel: "message",
  bytes: 2,
});
export const routed = (server: ServerName, session: string | null, status: number | null): Observation => ({
  type: "routed",
  server,
  method: "GET",
  session,
  status,
});
export const sticky: Observation = { type: "balancer", sticky: true };
export const down = (
  server: ServerName,
  state: "stopped" | "crashed" = "stopped",
  reason = "SIGKILL",
): Observation => ({
  type: "server",
  server,
  state,
  pid: null,
  reason,
});
export const asks: Observation[] = [
  { ...sent("α", "a"), event: "who", text: "" } as Observation,
  { ...received("α", "a"), event: "who", text: "", wantsAck: true } as Observation,
];
/** Its text is only for people. */
export const answer = (said: Answer = {}): Observation => ({
  type: "acknowledged",
  message: "m1",
  server: "a",
  socket: "α-id",
  client: "α",
  text: "…",
  ...said,
});
export const lists = (...clients: string[]) => answer({ sockets: clients.map((client) => `${client}-id`) });
export const timedOut = answer({ error: { code: "", message: "" } });
/** α sends to tea, and A delivers to these of its clients. */
export const toTea = (from: string, told: string[]): Observation[] => [
  { ...sent(from, "a"), event: "room:message" } as Observation,
  received(from, "a", "m1", "tea"),
  delivered("a", told),
  ...told.map((name) => heard(name, "a")),
];
export const tea = (name: string, server: ServerName): Observation => joined(name, server, "tea");
export const byHand = (...servers: ServerName[]): Observation[] =>
  servers.flatMap((server) => [
    forwarded(server),
    arrived(server, false),
    delivered(server, [server === "a" ? "α" : "β"]),
    heard(server === "a" ? "α" : "β", server),
  ]);
export const broadcast = {
  kind: "broadcast",
  uid: "u",
  event: "message",
  text: '"hi"',
  rooms: [],
  except: [],
  flags: [],
};
export const both = world("adapter", "adapter");
export const none = world("none", "none");
export const unheard = [...local(), published("a"), accepted("a", 1), arrived("a", true)];
export const threeOnA = [...none.slice(0, 4), client("α", "a"), client("β", "a"), client("γ", "a")];
export const polling = client("γ", "b", { transport: "polling" });
export const everyone = [...crossing(), delivered("b", ["β", "γ"]), heard("γ", "b")];
