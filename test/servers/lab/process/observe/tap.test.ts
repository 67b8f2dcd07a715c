// What the tap reads from a cable: the same observations, however the bytes are cut, under RESP2 and RESP3.

import { describe, expect, test } from "vitest";
import type { Direction } from "../../../../../servers/lab/process/cable/cable.ts";
import type { Causes } from "../../../../../servers/lab/process/observe/causes.ts";
import { fingerprint } from "../../../../../servers/lab/process/observe/payload.ts";
import type { Reporter, Unstamped } from "../../../../../servers/lab/process/observe/reporter.ts";
import { createTaps } from "../../../../../servers/lab/process/observe/tap.ts";
import { encodeCommand, encodeValue } from "../../../../../servers/redis/resp/encode.ts";
import type { RespValue } from "../../../../../servers/redis/resp/value.ts";
import fc from "../../../../random.ts";

/** One side speaks; the other answers only after it. */
interface Turn {
  towards: Direction;
  bytes: Buffer;
}

const asks = (...words: string[]): Turn => ({ towards: "redis", bytes: encodeCommand(words) });
const answers = (value: RespValue, protocol: 2 | 3): Turn => ({
  towards: "server",
  bytes: encodeValue(value, protocol),
});
const bulk = (text: string): RespValue => ({ type: "bulk", bytes: Buffer.from(text) });
const simple = (text: string): RespValue => ({ type: "simple", bytes: Buffer.from(text) });
const integer = (value: number): RespValue => ({ type: "integer", value: BigInt(value) });
const push = (...items: RespValue[]): RespValue => ({ type: "push", items });
const array = (...items: RespValue[]): RespValue => ({ type: "array", items });

function open(prefix = "lab1:") {
  const reports: Unstamped[] = [];
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

/** Plays the turns with their bytes cut at these places, and answers what was reported, with names in the order of their first use. */
function play(turns: readonly Turn[], cutsOf: (turn: number) => number[] = () => []) {
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
    reports: JSON.parse(named(JSON.stringify(reports))) as Unstamped[],
    entries: entries.map(named),
    /** Of each arrival, whether node-redis was told to be reading the bytes after which it is named. */
    isLeaving: arrivals.map((name) => leaving.includes(name.replace(/\/\d+$/, ""))),
  };
}

/** A connection as node-redis and the adapters use it: greeting, subscriptions, a broadcast, a refusal, a farewell. */
function conversation(protocol: 2 | 3): Turn[] {
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
const publish = (channel: string, text: string) => encodeCommand(["PUBLISH", channel, text]);

const published = (publication: string, command: string, channel: string, text: string) => ({
  type: "published",
  publication,
  cause: `cause of ${command} lab1:${channel}`,
  command,
  channel,
  bytes: text.length,
  payload: { kind: "text", text },
  print: fingerprint(Buffer.from(text)),
});
const subscribed = (name: string, channel: string) => ({
  type: "subscribed",
  text: `${name} ${channel}`,
  name,
  channel,
  askedAt: 1,
});
const arrival = (arrival: string, channel: string, text: string) => [
  { type: "forwarded", arrival, channel, bytes: text.length, print: fingerprint(Buffer.from(text)) },
  { type: "arrived", arrival, channel, bytes: text.length, payload: { kind: "text", text } },
];

describe.each([2, 3] as const)("a conversation in RESP%d", (protocol) => {
  const turns = conversation(protocol);

  test("becomes observations, without the lab's prefix and without secrets", () => {
    const { reports, isLeaving } = play(turns);
    expect(reports).toEqual([
      {
        type: "command",
        name: "HELLO",
        text: `HELLO ${protocol} AUTH •••`,
        reply: expect.stringContaining("proto"),
      },
      subscribed("PSUBSCRIBE", "socket.io#/#*"),
      subscribed("SUBSCRIBE", "one"),
      subscribed("SUBSCRIBE", "two"),
      published("name 1", "PUBLISH", "one", "hi"),
      published("name 2", "PUBLISH", "none", "{}"),
      ...arrival("name 3", "one", "hi"),
      { type: "accepted", publication: "name 1", receivers: 2, error: null },
      {
        type: "accepted",
        publication: "name 2",
        receivers: null,
        error: { code: "ERR", message: "ERR none is not for you" },
      },
      ...arrival("name 4", "socket.io#/#", "x"),
      published("name 5", "SPUBLISH", "shard", "s"),
      { type: "accepted", publication: "name 5", receivers: 0, error: null },
      ...arrival("name 6", "shard", "s"),
      { type: "command", name: "UNSUBSCRIBE", channel: "one", text: "UNSUBSCRIBE one", reply: "OK" },
      { type: "command", name: "PUBSUB", text: "PUBSUB NUMSUB two", reply: "[two, 1]" },
      { type: "command", name: "PING", text: "PING", reply: "PONG" },
    ]);
    expect(isLeaving).toEqual([true, true, true]);
  });

  test("is read the same however its bytes are cut", () => {
    const whole = play(turns);
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(), { maxLength: 6 }), {
          minLength: turns.length,
          maxLength: turns.length,
        }),
        (cuts) => {
          expect(play(turns, (turn) => cuts[turn] ?? [])).toEqual(whole);
        },
      ),
      { numRuns: 50 },
    );
    expect(play(turns, (turn) => [...(turns[turn]?.bytes.keys() ?? [])])).toEqual(whole);
  });
});

describe.each([2, 3] as const)("a stream in RESP%d", (protocol) => {
  const fields = [
    "uid",
    "u1",
    "nsp",
    "/",
    "type",
    "3",
    "data",
    '{"opts":{},"packet":{"data":["message","hi"]}}',
  ];
  const entry = array(bulk("5-0"), array(...fields.map(bulk)));
  const key = bulk("lab1:socket.io");
  const payload = {
    kind: "broadcast",
    uid: "u1",
    event: "message",
    text: '"hi"',
    rooms: [],
    except: [],
    flags: [],
  };

  test("becomes publications and arrivals, an arrival for each entry", () => {
    const turns = [
      asks("XADD", "lab1:socket.io", "MAXLEN", "~", "1000", "*", ...fields),
      answers(bulk("5-0"), protocol),
      asks("XREAD", "COUNT", "100", "BLOCK", "5000", "STREAMS", "lab1:socket.io", "$"),
      answers(
        protocol === 3
          ? { type: "map", entries: [[key, array(entry, entry)]] }
          : array(array(key, array(entry, entry))),
        protocol,
      ),
      asks("XREAD", "BLOCK", "5000", "STREAMS", "lab1:socket.io", "5-0"),
      answers({ type: "null" }, protocol),
    ];
    const { reports, entries } = play(turns);
    const bytes = Buffer.from(fields.join("")).length;
    const print = fingerprint(Buffer.from(fields.join("")));
    expect(reports).toEqual([
      {
        type: "published",
        publication: "name 1",
        cause: "cause of XADD lab1:socket.io",
        command: "XADD",
        channel: "socket.io",
        bytes,
        payload,
        print,
      },
      { type: "accepted", publication: "name 1", receivers: null, error: null, entry: "5-0" },
      { type: "forwarded", arrival: "name 2", channel: "socket.io", bytes, print, entry: "5-0" },
      { type: "forwarded", arrival: "name 3", channel: "socket.io", bytes, print, entry: "5-0" },
      { type: "arrived", arrival: "name 2", channel: "socket.io", bytes, payload },
      { type: "arrived", arrival: "name 3", channel: "socket.io", bytes, payload },
    ]);
    expect(entries).toEqual(["5-0 name 2", "5-0 name 3"]);
    const cut = play(turns, (turn) => [...(turns[turn]?.bytes.keys() ?? [])]);
    expect(cut).toMatchObject({ reports, entries });
  });
});

test.each([
  [
    ["AUTH", "secret"],
    ["AUTH", "•••"],
  ],
  [
    ["AUTH", "user", "secret"],
    ["AUTH", "•••"],
  ],
  [
    ["auth", "secret"],
    ["auth", "•••"],
  ],
  [
    ["HELLO", "3", "AUTH", "user", "secret"],
    ["HELLO", "3", "AUTH", "•••"],
  ],
])("%j is told without its secret", (words, told) => {
  const { reports } = play([asks(...words), answers(simple("OK"), 3)]);
  const name = words[0]?.toUpperCase();
  expect(reports).toEqual([{ type: "command", name, text: told.join(" "), reply: "OK" }]);
});

test("what the cable loses is told by the names of what it carried", () => {
  const { tap, reports, catchUp } = open();
  tap
    .entered("redis", Buffer.concat([publish("lab1:c", "one"), publish("lab1:c", "two")]), 1)
    .lost("blackhole");
  tap.entered("server", encodeValue(push(bulk("message"), bulk("lab1:c"), bulk("x")), 3), 1).lost("close");
  catchUp();
  const names = (of: "published" | "forwarded") =>
    reports.flatMap((one) => {
      if (one.type !== of) return [];
      return [one.type === "published" ? one.publication : one.arrival];
    });
  const [one, two] = names("published");
  expect(reports.filter(({ type }) => type === "dropped")).toEqual([
    { type: "dropped", passing: one, towards: "redis", state: "blackhole" },
    { type: "dropped", passing: two, towards: "redis", state: "blackhole" },
    { type: "dropped", passing: names("forwarded")[0], towards: "server", state: "close" },
  ]);
  expect(reports.some(({ type }) => type === "arrived")).toBe(false);
});

test("what is still on its way has been forwarded, and has not arrived", () => {
  const { tap, reports, leaving, catchUp } = open();
  const passing = tap.entered("server", encodeValue(push(bulk("message"), bulk("c"), bulk("x")), 3), 1);
  catchUp();
  expect(reports.map(({ type }) => type)).toEqual(["forwarded"]);
  expect(leaving).toEqual([]);
  passing.left();
  catchUp();
  expect(reports.map(({ type }) => type)).toEqual(["forwarded", "arrived"]);
});

test("bytes that are no RESP are passed over, and what followed them too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
      const { tap, catchUp } = open();
      for (const towards of ["redis", "server"] as const) {
        tap.entered(towards, Buffer.from(garbage), 1).left();
        tap.entered(towards, publish("c", "x"), 1).left();
      }
      tap.closed();
      expect(catchUp).not.toThrow();
    }),
  );
});
