// Pub/Sub commands: publish, subscribe, and list subscriptions.

import { encodeValue } from "../resp/encode.ts";
import type { RespValue } from "../resp/value.ts";
import { array, bulk, error, integer, nullReply, printed, push, simple } from "./build-replies.ts";
import type { Broker, Call, Client, Command } from "./command-table.ts";
import { matches } from "./glob.ts";

type Kind = "channels" | "patterns" | "shardChannels";

const prefixes: Record<Kind, string> = { channels: "", patterns: "p", shardChannels: "s" };

/** Returns the subscription count for a reply: channels and patterns together, shard channels separately. */
function countOf({ channels, patterns, shardChannels }: Broker, client: Client, kind: Kind): number {
  if (kind === "shardChannels") return shardChannels.namesOf(client).size;
  return channels.namesOf(client).size + patterns.namesOf(client).size;
}

function subscribing(kind: Kind): Command {
  return {
    arity: -2,
    whileSubscribed: true,
    run: ({ broker, client, args }) =>
      args.map((name) => {
        broker[kind].add(keyOf(name), client);
        return push([bulk(`${prefixes[kind]}subscribe`), bulk(name), integer(countOf(broker, client, kind))]);
      }),
  };
}

function unsubscribing(kind: Kind): Command {
  const type = bulk(`${prefixes[kind]}unsubscribe`);
  return {
    arity: -1,
    whileSubscribed: true,
    run({ broker, client, args }) {
      const names = args.length > 0 ? args.map(keyOf) : [...broker[kind].namesOf(client)];
      if (names.length === 0) return push([type, nullReply, integer(countOf(broker, client, kind))]);
      return names.map((name) => {
        broker[kind].remove(name, client);
        return push([type, bulk(name), integer(countOf(broker, client, kind))]);
      });
    },
  };
}

/** Removes all subscriptions of a client without a reply, when it leaves or sends RESET. */
export function unsubscribeAll(broker: Broker, client: Client): void {
  for (const kind of [broker.channels, broker.patterns, broker.shardChannels]) {
    for (const name of [...kind.namesOf(client)]) kind.remove(name, client);
  }
}

/** Sends to subscribers of the channel first, then of each pattern. A client with both gets the message twice. */
function publish({ broker, args }: Call): RespValue {
  const [channel = empty, payload = empty] = args;
  const key = keyOf(channel);
  let receivers = send(broker.channels.subscribersOf(key), [bulk("message"), bulk(channel), bulk(payload)]);
  for (const pattern of broker.patterns.names()) {
    const bytes = Buffer.from(pattern, "latin1");
    if (!matches(bytes, channel)) continue;
    const message = [bulk("pmessage"), bulk(bytes), bulk(channel), bulk(payload)];
    receivers += send(broker.patterns.subscribersOf(pattern), message);
  }
  return integer(receivers);
}

function publishToShard({ broker, args }: Call): RespValue {
  const [channel = empty, payload = empty] = args;
  const message = [bulk("smessage"), bulk(channel), bulk(payload)];
  return integer(send(broker.shardChannels.subscribersOf(keyOf(channel)), message));
}

function send(subscribers: ReadonlySet<Client>, message: RespValue[]): number {
  const count = subscribers.size;
  const wire: { 2?: Buffer; 3?: Buffer } = {};
  for (const { protocol, write } of subscribers) {
    wire[protocol] ??= encodeValue(push(message), protocol);
    write(wire[protocol]);
  }
  return count;
}

function listing(kind: Kind): Command {
  return {
    arity: -2,
    run({ broker, words, args }) {
      const [pattern] = args;
      if (args.length > 1) return wrongUse(words);
      const names = broker[kind].names().map((name) => Buffer.from(name, "latin1"));
      return array(names.filter((name) => !pattern || matches(pattern, name)).map(bulk));
    },
  };
}

function counting(kind: Kind): Command {
  return {
    arity: -2,
    run: ({ broker, args }) =>
      array(args.flatMap((name) => [bulk(name), integer(broker[kind].subscribersOf(keyOf(name)).size)])),
  };
}

function wrongUse([, word = empty]: readonly Buffer[]): RespValue {
  return error(
    `unknown subcommand or wrong number of arguments for '${printed(word, 128)}'. Try PUBSUB HELP.`,
  );
}

const help = `PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
CHANNELS [<pattern>]
    Return the currently active channels matching a <pattern> (default: '*').
NUMPAT
    Return number of subscriptions to patterns.
NUMSUB [<channel> ...]
    Return the number of subscribers for the specified channels, excluding
    pattern subscriptions(default: no channels).
SHARDCHANNELS [<pattern>]
    Return the currently active shard level channels matching a <pattern> (default: '*').
SHARDNUMSUB [<shardchannel> ...]
    Return the number of subscribers for the specified shard level channel(s)
HELP
    Prints this help.`;

export const pubSubCommands: Record<string, Command> = {
  publish: { arity: 3, run: publish },
  spublish: { arity: 3, run: publishToShard },
  subscribe: subscribing("channels"),
  psubscribe: subscribing("patterns"),
  ssubscribe: subscribing("shardChannels"),
  unsubscribe: unsubscribing("channels"),
  punsubscribe: unsubscribing("patterns"),
  sunsubscribe: unsubscribing("shardChannels"),
  "pubsub|channels": listing("channels"),
  "pubsub|shardchannels": listing("shardChannels"),
  "pubsub|numsub": counting("channels"),
  "pubsub|shardnumsub": counting("shardChannels"),
  "pubsub|numpat": { arity: 2, run: ({ broker }) => integer(broker.patterns.names().length) },
  "pubsub|help": { arity: 2, run: () => array(help.split("\n").map(simple)) },
};

const empty = Buffer.alloc(0);

function keyOf(name: Buffer): string {
  return name.toString("latin1");
}
