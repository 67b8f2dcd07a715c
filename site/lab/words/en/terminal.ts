// English for the terminals: a client’s prompt, the servers’ output and the Redis console.
import type { ServerName } from "../../../../servers/protocol.ts";
import type { Problem, Verb } from "../../prompt/command.ts";
import type { RedisGroup } from "../../prompt/redis-commands.ts";
import { upper } from "./format.ts";

export const terminal = {
  label: (client: string, server: ServerName) => `Terminal of ${client}, on server ${upper(server)}`,
  tabHint: "Tab completes; on an empty line it moves to the next control.",
  command: (client: string) => `Command for ${client}, e.g. who or join tea`,
  enter: "Enter",
  help: "Commands you can type here:",
  usage: {
    send: "emits message with the text",
    emit: 'emits any event, with any JSON, as in emit order {"id":1}',
    ack: "the same, and asks for an acknowledgement",
    join: "asks the server to add it to a room",
    leave: "asks the server to take it out again",
    to: "asks the server to send to a room",
    who: "lists every socket the server knows of",
    ask: "asks the other servers through the adapter",
    disconnect: "ends the connection",
    connect: "connects again",
    drop: "loses the connection without closing it, as in a tunnel; connect brings it back",
    transport: "reconnects with this transport",
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
  already: "Already connected.",
  notConnected: "Not connected. Type connect.",
  problem: (problem: Problem): string => {
    switch (problem.what) {
      case "unknown":
        return `“${problem.word}” is not a command.${problem.meant ? ` Did you mean ${problem.meant}?` : " Type help."}`;
      case "missing":
        return `Expected: ${problem.usage}`;
      case "json":
        return `Not JSON: ${problem.text}. Text needs quotation marks, as in "hi".`;
      case "reserved":
        return `Socket.IO reserves the name “${problem.event}”. Choose another.`;
    }
  },
  empty: "Nothing yet.",
  logs: "What servers A and B print",
};

export const redis = {
  label: "Redis console",
  field: "Command for Redis, e.g. PUBLISH message hi",
  empty: "Type a Redis command, or help.",
  corner: "Your own connection to the real Redis. It only sees the keys and channels of your lab.",
  embedded:
    "No Redis was found, so this is Crosstalk’s own broker. It only has Pub/Sub: SET, LPUSH and the like return an error. Install redis-server, and the next start uses it.",
  down: "Redis is down. Commands get no reply until it’s back.",
  help: "Commands you can type here:",
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
  own: "clear empties this screen; ↑ and ↓ bring back earlier commands; Tab completes.",
  offline: "The playground’s server isn’t responding. Nothing was sent; try again in a moment.",
  forbidden:
    "This page didn’t open the lab, so it has no token for it. Only the person who opened the lab can type here.",
  reopens: "The connection was lost, and its subscriptions with it. The next command opens a new one.",
};
