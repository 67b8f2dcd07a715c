// English for the traffic on the cables.
import type { CableState, ServerName } from "../../../../servers/protocol.ts";
import type { CableOutcome, Filter } from "../../derive/wire-rows.ts";
import { common } from "./common.ts";
import { upper } from "./format.ts";

export const wire = {
  label: "Traffic on the cables",
  show: "Show",
  filters: {
    all: "All",
    messages: "Messages",
    a: "A",
    b: "B",
  } satisfies Record<Filter, string>,
  empty: "Nothing has crossed a cable yet. A server without an adapter has no connection to Redis.",
  emptyFilter: "Nothing like that has crossed a cable yet.",
  earlier: (count: number) => (count === 1 ? "Show 1 earlier line" : `Show ${count} earlier lines`),
  toRedis: (server: ServerName) => `${upper(server)} to Redis`,
  toServer: (server: ServerName) => `Redis to ${upper(server)}`,
  balanced: (server: ServerName) => `balancer to ${upper(server)}`,
  greeting: (count: number) =>
    `${count === 1 ? "1 command" : `${count} commands`} to set up and check the connection`,
  message: "message",
  toAll: "to all",
  toRooms: (rooms: readonly string[]) =>
    rooms.length === 1 ? `to room ${rooms[0]}` : `to rooms ${rooms.join(", ")}`,
  but: (except: readonly string[]) => `except ${except.join(", ")}`,
  payloads: { request: "question", response: "answer" },
  unknownPayload: "its content was lost with it",
  noAnswer: "no answer yet",
  receivers: (count: number) => `Redis: ${count === 1 ? "1 receiver" : `${count} receivers`}`,
  stored: "Redis: stored in the stream",
  refused: "Redis refused it",
  underWay: "on its way",
  lost: (server: ServerName, state: CableState["state"]) =>
    `lost on ${upper(server)}’s cable: ${common.cables[state]}`,
  own: "own: dropped by uid",
  ignored: "own: ignored",
  delivered: (clients: number) => `written to ${clients === 1 ? "1 client" : `${clients} clients`}`,
  dropped: {
    room: "no such room here: dropped",
    except: "no recipient left here: dropped",
    nobody: "no client here: dropped",
  } satisfies Record<Extract<CableOutcome, { is: "dropped" }>["why"], string>,
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
};
