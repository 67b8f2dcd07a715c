// English for the log of the lab, for what a server knows of its rooms, and for the path of one message.
import type { LinkName, ServerName, Traced } from "../../../../servers/protocol.ts";
import { common } from "./common.ts";
import { upper } from "./format.ts";
import { log as panel } from "./tabs.ts";

export const log = {
  ...panel,
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
  appAdapter: (server: ServerName, adapter: string | null): string =>
    `The app on server ${upper(server)} changed its adapter: ${adapter ?? "it has Socket.IO’s own now"}.`,
  app: (server: ServerName, socketIo: string): string =>
    `Server ${upper(server)} runs your app as you saved it, with Socket.IO ${socketIo}.`,
  fault: (server: ServerName, place: string, text: string, isLoading: boolean): string =>
    `${isLoading ? "The new code can’t run" : "Its code failed"} on server ${upper(server)}${place && ` (${place})`}: ${text}`,
  skipped: (count: number, server: ServerName) =>
    `Server ${upper(server)}: ${count} observations weren’t recorded because there were too many.`,
  many: (count: number) => `${count} messages.`,
};

export const pools = {
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
};

type Untaken = Traced<"untaken">["why"];

export const trail = {
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
};
