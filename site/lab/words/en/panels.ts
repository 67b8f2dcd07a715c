// English for the panels below the picture: deliveries, log, pools and wire.
import type { CableState, LinkName, ServerName, Traced } from "../../../../servers/protocol.ts";
import type { Fate, Filter } from "../../derive/wire-rows.ts";
import { common } from "./common.ts";
import { upper } from "./format.ts";

type Untaken = Traced<"untaken">["why"];

export const panels = {
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
    empty: "No message yet. Each one gets a row here, with a mark for every client.",
    heard: (client: string, ms: string) => `${client} heard it after ${ms}`,
    delivered: (client: string, ms: string) =>
      `written to ${client} after ${ms}; ${client} has not confirmed it`,
    waiting: (client: string) => `${client}: not yet`,
    missing: (client: string, reason: string) => `${client} should have heard it but didn’t. ${reason}`,
    answered: (client: string, ms: string) => `${client} got an answer after ${ms}`,
    notForIt: (client: string) => `It was not sent to ${client}`,
    notInRoom: (client: string) => `${client} is not in the room`,
    notConnected: (client: string) => `${client} was not connected`,
    notKnown: "not known",
    notRecorded: (client: string) => `${client}: too much happened to record it all, so this isn’t known`,
    toRoom: (room: string) => `to ${room}`,
    show: (text: string) => `Trace ${text}`,
    earlier: (count: number) => (count === 1 ? "1 other is not listed" : `${count} others are not listed`),
    way: "Its path, as observed",
  },

  trail: {
    sent: (client: string) => `${client} emitted`,
    received: (server: ServerName) => `server ${upper(server)} received it`,
    unhandled: (server: ServerName) => `server ${upper(server)} received it, and has no handler for it`,
    untaken: (server: ServerName, why: Untaken): string => {
      switch (why) {
        case "server-down":
          return `server ${upper(server)} stopped before it received it`;
        case "disconnected":
          return `the connection ended before server ${upper(server)} received it`;
        case "unrecorded":
          return `too much happened to record it all: what server ${upper(server)} did with it isn’t known`;
      }
    },
    published: (server: ServerName, bytes: number) => `server ${upper(server)} wrote ${bytes} bytes to Redis`,
    accepted: (receivers: number) =>
      `Redis handed it to ${receivers === 1 ? "1 connection" : `${receivers} connections`}`,
    refused: (error: string) => `Redis refused: ${error}`,
    forwarded: (server: ServerName) => `Redis wrote it to ${upper(server)}’s cable`,
    arrived: (server: ServerName) => `it came out of ${upper(server)}’s cable`,
    own: (server: ServerName) =>
      `it came back to ${upper(server)}, which recognizes it as its own and drops it`,
    dropped: (server: ServerName, state: string) => `${upper(server)}’s cable lost it (${state})`,
    delivered: (server: ServerName, count: number) =>
      `server ${upper(server)} wrote it to ${count === 1 ? "1 client" : `${count} clients`}`,
    heard: (client: string) => `${client} heard it`,
    acknowledged: (client: string) => `${client} got an acknowledgement`,
    unanswered: (client: string) => `${client} has no acknowledgement yet`,
  },

  log: {
    label: "Log of the lab",
    empty: "Nothing has happened yet.",
    link: (server: ServerName, link: LinkName) =>
      `${common.adapter.name(server, link)}: ${common.adapter.links[link]}.`,
    server: (server: ServerName, state: string) => `Server ${upper(server)}: ${state}.`,
    cable: (server: ServerName, state: string, delayMs: number) =>
      `Cable of server ${upper(server)}: ${state}${delayMs ? `, +${delayMs} ms` : ""}.`,
    redis: (up: boolean): string => (up ? "Redis is up." : "Redis is down."),
    connected: (client: string, server: ServerName) => `${client} connected to server ${upper(server)}.`,
    disconnected: (client: string, server: ServerName) => `${client} left server ${upper(server)}.`,
    joined: (client: string, room: string) => `${client} joined the room ${room}.`,
    left: (client: string, room: string) => `${client} left the room ${room}.`,
    silence: (server: ServerName, isSilent: boolean): string =>
      isSilent ? `Server ${upper(server)} isn’t responding.` : `Server ${upper(server)} is responding again.`,
    code: (server: ServerName, files: readonly string[]): string =>
      files.length > 0
        ? `Server ${upper(server)} runs changed code: ${files.join(", ")}.`
        : `Server ${upper(server)} runs the lesson’s own code again.`,
    fault: (server: ServerName, place: string, text: string, isLoading: boolean): string =>
      `${isLoading ? "The new code can’t run" : "Its code failed"} on server ${upper(server)}${place && ` (${place})`}: ${text}`,
    skipped: (count: number, server: ServerName) =>
      `Server ${upper(server)}: ${count} observations weren’t recorded because there were too many.`,
    many: (count: number) => `${count} messages.`,
  },

  pools: {
    /** What `adapter.rooms` and `adapter.sids` map. */
    rooms: "room → its sockets",
    sids: "socket → its rooms",
    point: (both: boolean): string =>
      both
        ? "Each server knows its own sockets and no others. Adapters pass broadcasts on; they never merge these maps."
        : "This is all the server knows about who is in which room. There is no other list.",
    showOwn: "Show each socket’s own room",
    own: "own room",
    ownWhy:
      "Every socket is alone in a room named after its id. That’s how io.to(id) reaches exactly one client.",
    noRooms: "no rooms",
    onlyOwn: "no rooms except their own",
    noSockets: "no sockets",
    down: (server: ServerName) =>
      `Server ${upper(server)} isn’t running. Its maps were in its memory and are gone.`,
    starting: "Starting: nothing is known yet.",
    last: "Last change",
    lastNone: "none yet",
    changes: {
      connected: (client: string) => `${client} connected`,
      disconnected: (client: string) => `${client} disconnected`,
      joined: (client: string, room: string) => `${client} joined ${room}`,
      left: (client: string, room: string) => `${client} left ${room}`,
      emptied: "emptied when the process ended",
    },
    ownRoom: "its own room",
    changed: "last changed",
  },

  wire: {
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
};
