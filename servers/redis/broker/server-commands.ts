// Commands about the server. The broker never claims to be a Redis.

import type { RespValue } from "../resp/value.ts";
import { array, bulk, integer, map, nullReply, simple, verbatim } from "./build-replies.ts";
import type { Broker, Call, Command } from "./command-table.ts";

function info({ broker, args }: Call): RespValue {
  const requested = args.map((arg) => arg.toString("latin1").toLowerCase());
  const everything =
    requested.length === 0 || requested.some((name) => /^(all|default|everything)$/.test(name));
  const sections = Object.entries(describe(broker))
    .filter(([name]) => everything || requested.includes(name.toLowerCase()))
    .map(([name, fields]) => {
      const lines = Object.entries(fields).map(([field, value]) => `${field}:${value}\r\n`);
      return `# ${name}\r\n${lines.join("")}`;
    });
  return verbatim(sections.join("\r\n"));
}

/** Returns the sections of INFO. There is no `redis_version`, because any value would be wrong. */
function describe(broker: Broker): Record<string, Record<string, string | number>> {
  return {
    Server: {
      server_name: "crosstalk-embedded",
      crosstalk_version: broker.version,
      process_id: process.pid,
      tcp_port: broker.port,
      uptime_in_seconds: Math.floor((Date.now() - broker.startedAt) / 1000),
    },
    Clients: {
      connected_clients: broker.clients.size,
      maxclients: broker.maxClients,
    },
    Stats: {
      pubsub_channels: broker.channels.names().length,
      pubsub_patterns: broker.patterns.names().length,
      pubsubshard_channels: broker.shardChannels.names().length,
    },
  };
}

/** Returns one entry of COMMAND with the ten fields of Redis 7. No command has keys; flags, categories and tips are empty. */
function entry(name: string, { arity }: Command): RespValue {
  const none = array([]);
  const zero = integer(0);
  return array([bulk(name), integer(arity), none, zero, zero, zero, none, none, none, none]);
}

function entries({ broker, args }: Call): RespValue {
  const { byName } = broker.commands;
  if (args.length === 0) return array([...byName].map(([name, command]) => entry(name, command)));
  return array(
    args.map((arg) => {
      const name = arg.toString("latin1").toLowerCase();
      const command = byName.get(name);
      return command ? entry(name, command) : nullReply;
    }),
  );
}

const help = `COMMAND (no subcommand)
    Return details about all commands of the embedded broker.
COUNT
    Return the number of commands.
LIST
    Return the names of the commands.
INFO [<command-name> ...]
    Return details about multiple commands.
DOCS [<command-name> ...]
    Return nothing: the embedded broker keeps no documentation.
HELP
    Prints this help.`;

export const serverCommands: Record<string, Command> = {
  info: { arity: -1, run: info },
  command: { arity: -1, run: entries },
  "command|info": { arity: -2, run: entries },
  "command|count": { arity: 2, run: ({ broker }) => integer(broker.commands.byName.size) },
  "command|list": { arity: 2, run: ({ broker }) => array([...broker.commands.byName.keys()].map(bulk)) },
  "command|docs": { arity: -2, run: () => map({}) },
  "command|help": { arity: 2, run: () => array(help.split("\n").map(simple)) },
};
