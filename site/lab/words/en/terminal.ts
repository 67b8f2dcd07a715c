// English for the terminals: a client’s prompt, the servers’ output and the Redis console.
import type { ServerName } from "../../../../servers/protocol.ts";
import type { Problem, Verb } from "../../prompt/command.ts";
import type { RedisGroup } from "../../prompt/redis-commands.ts";
import { upper } from "./format.ts";

export const terminal = {
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
};
