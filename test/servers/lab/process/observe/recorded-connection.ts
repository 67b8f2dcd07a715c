// Conversations with Redis as bytes, played through a tap.

import type { Direction } from "../../../../../servers/lab/process/cable/cable.ts";
import type { Causes } from "../../../../../servers/lab/process/observe/causes.ts";
import { fingerprint } from "../../../../../servers/lab/process/observe/payload.ts";
import type { Reporter, UntimedObservation } from "../../../../../servers/lab/process/observe/reporter.ts";
import { createTaps } from "../../../../../servers/lab/process/observe/tap.ts";
import { encodeCommand, encodeValue } from "../../../../../servers/redis/resp/encode.ts";
import type { RespValue } from "../../../../../servers/redis/resp/value.ts";

/** One side sends; the other replies only after it. */
interface Turn {
  towards: Direction;
  bytes: Buffer;
}

export const asks = (...words: string[]): Turn => ({ towards: "redis", bytes: encodeCommand(words) });
export const answers = (value: RespValue, protocol: 2 | 3): Turn => ({
  towards: "server",
  bytes: encodeValue(value, protocol),
});
export const bulk = (text: string): RespValue => ({ type: "bulk", bytes: Buffer.from(text) });
export const simple = (text: string): RespValue => ({ type: "simple", bytes: Buffer.from(text) });
const integer = (value: number): RespValue => ({ type: "integer", value: BigInt(value) });
export const push = (...items: RespValue[]): RespValue => ({ type: "push", items });
export const array = (...items: RespValue[]): RespValue => ({ type: "array", items });

export function open(prefix = "lab1:") {
  const reports: UntimedObservation[] = [];
  const leaving: string[] = [];
  const entries: string[] = [];
  let untold: (() => void)[] = [];
  const causes: Causes = {
    run: (_, work) => work(),
    current: () => null,
    ofCommand: (command, channel) => `cause of ${command} ${channel}`,
    leaving: (bytes) => void leaving.push(bytes),
    expectEntry: (id, arrival) => void entries.push(`${id} ${arrival}`),
    ofEntry: () => null,
    close: () => {},
  };
  const catchUp = () => {
    const work = untold;
    untold = [];
    for (const tell of work) tell();
  };
  const reporter: Reporter = {
    report: (one) => void reports.push(one),
    later: (tell) => void untold.push(tell),
    catchUp,
    flush: catchUp,
  };
  const tap = createTaps({ name: "a", prefix }, causes, reporter)();
  return { tap, reports, leaving, entries, catchUp };
}

/** Plays the turns with their bytes cut at these places, and returns what was reported, with names in the order of their first use. */
export function play(turns: readonly Turn[], cutsOf: (turn: number) => number[] = () => []) {
  const { tap, reports, leaving, entries, catchUp } = open();
  turns.forEach(({ towards, bytes }, index) => {
    const cuts = [0, ...cutsOf(index).map((cut) => cut % (bytes.length + 1)), bytes.length];
    cuts.sort((one, other) => one - other);
    cuts.slice(1).forEach((end, i) => {
      tap.entered(towards, bytes.subarray(cuts[i], end), 1).left();
    });
  });
  catchUp();
  const names = new Map<string, string>();
  const named = (text: string) =>
    text.replace(/a~\d+(\/\d+)?/g, (name) => {
      if (!names.has(name)) names.set(name, `name ${names.size + 1}`);
      return names.get(name) ?? "";
    });
  const arrivals = reports.flatMap((one) => (one.type === "arrived" ? [one.arrival] : []));
  return {
    reports: JSON.parse(named(JSON.stringify(reports))) as UntimedObservation[],
    entries: entries.map(named),
    /** For each arrival, whether node-redis was known to be reading the bytes after which it's named. */
    isLeaving: arrivals.map((name) => leaving.includes(name.replace(/\/\d+$/, ""))),
  };
}

/** A connection as node-redis and the adapters use it: greeting, subscriptions, a broadcast, a refusal, an end. */
export function conversation(protocol: 2 | 3): Turn[] {
  return [
    asks("HELLO", String(protocol), "AUTH", "user", "secret", "SETNAME", "lab1:x"),
    answers({ type: "map", entries: [[bulk("proto"), integer(protocol)]] }, protocol),
    asks("PSUBSCRIBE", "lab1:socket.io#/#*"),
    answers(push(bulk("psubscribe"), bulk("lab1:socket.io#/#*"), integer(1)), protocol),
    asks("SUBSCRIBE", "lab1:one", "lab1:two"),
    {
      towards: "server",
      bytes: Buffer.concat(
        ["lab1:one", "lab1:two"].map((name, i) =>
          encodeValue(push(bulk("subscribe"), bulk(name), integer(i + 2)), protocol),
        ),
      ),
    },
    { towards: "redis", bytes: Buffer.concat([publish("lab1:one", "hi"), publish("lab1:none", "{}")]) },
    answers(push(bulk("message"), bulk("lab1:one"), bulk("hi")), protocol),
    answers(integer(2), protocol),
    answers({ type: "error", bytes: Buffer.from("ERR lab1:none is not for you") }, protocol),
    answers(
      push(bulk("pmessage"), bulk("lab1:socket.io#/#*"), bulk("lab1:socket.io#/#"), bulk("x")),
      protocol,
    ),
    asks("SPUBLISH", "lab1:shard", "s"),
    answers(integer(0), protocol),
    answers(push(bulk("smessage"), bulk("lab1:shard"), bulk("s")), protocol),
    asks("UNSUBSCRIBE", "lab1:one"),
    answers(push(bulk("unsubscribe"), bulk("lab1:one"), integer(2)), protocol),
    asks("PUBSUB", "NUMSUB", "lab1:two"),
    answers(array(bulk("lab1:two"), integer(1)), protocol),
    asks("PING"),
    answers(simple("PONG"), protocol),
  ];
}
export const publish = (channel: string, text: string) => encodeCommand(["PUBLISH", channel, text]);

export const published = (publication: string, command: string, channel: string, text: string) => ({
  type: "published",
  publication,
  cause: `cause of ${command} lab1:${channel}`,
  command,
  channel,
  bytes: text.length,
  payload: { kind: "text", text },
  print: fingerprint(Buffer.from(text)),
});
export const subscribed = (name: string, channel: string) => ({
  type: "subscribed",
  text: `${name} ${channel}`,
  name,
  channel,
  askedAt: 1,
});
export const arrival = (arrival: string, channel: string, text: string) => [
  { type: "forwarded", arrival, channel, bytes: text.length, print: fingerprint(Buffer.from(text)) },
  { type: "arrived", arrival, channel, bytes: text.length, payload: { kind: "text", text } },
];
