// What the tap reads from a cable: the same observations, however the bytes are cut, under RESP2 and RESP3.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Direction } from "../../servers/lab/cable.ts";
import type { Causes } from "../../servers/lab/causes.ts";
import { fingerprint } from "../../servers/lab/payload.ts";
import type { Unstamped } from "../../servers/lab/reporter.ts";
import { createTaps } from "../../servers/lab/tap.ts";
import type { RespValue } from "../../servers/redis/resp.ts";
import { encodeCommand, encodeValue } from "../../servers/redis/resp-encode.ts";

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
  const expected: string[] = [];
  const causes: Causes = {
    run: (_, work) => work(),
    current: () => null,
    ofCommand: (command, channel) => `cause of ${command} ${channel}`,
    expect: (channel, arrival) => void expected.push(`${channel} ${arrival}`),
    expectEntry: (id, arrival) => void expected.push(`${id} ${arrival}`),
    ofEntry: () => null,
    close: () => {},
  };
  const reporter = { report: (one: Unstamped) => void reports.push(one), flush: () => {} };
  const tap = createTaps({ name: "a", prefix }, causes, reporter)();
  return { tap, reports, expected };
}

/** Plays the turns with their bytes cut at these places, and answers what was reported, without times. */
function play(turns: readonly Turn[], cutsOf: (turn: number) => number[] = () => []) {
  const { tap, reports, expected } = open();
  turns.forEach(({ towards, bytes }, index) => {
    const cuts = [0, ...cutsOf(index).map((cut) => cut % (bytes.length + 1)), bytes.length];
    cuts.sort((one, other) => one - other);
    cuts.slice(1).forEach((end, i) => {
      tap.entered(towards, bytes.subarray(cuts[i], end), 1).left();
    });
  });
  return { reports: reports.map(({ t: _, ...rest }) => rest), expected };
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
const arrival = (arrival: string, channel: string, text: string) => [
  { type: "forwarded", arrival, channel, bytes: text.length, print: fingerprint(Buffer.from(text)) },
  { type: "arrived", arrival, channel, bytes: text.length, payload: { kind: "text", text } },
];

describe.each([2, 3] as const)("a conversation in RESP%d", (protocol) => {
  const turns = conversation(protocol);

  test("becomes observations, without the lab's prefix and without secrets", () => {
    const { reports, expected } = play(turns);
    expect(reports).toEqual([
      { type: "command", text: `HELLO ${protocol} AUTH •••`, reply: expect.stringContaining("proto") },
      { type: "subscribed", channel: "PSUBSCRIBE socket.io#/#*" },
      { type: "subscribed", channel: "SUBSCRIBE one" },
      { type: "subscribed", channel: "SUBSCRIBE two" },
      published("a~1", "PUBLISH", "one", "hi"),
      published("a~2", "PUBLISH", "none", "{}"),
      ...arrival("a~3", "one", "hi"),
      { type: "accepted", publication: "a~1", receivers: 2, error: null },
      {
        type: "accepted",
        publication: "a~2",
        receivers: null,
        error: "ERR none is not for you",
      },
      ...arrival("a~4", "socket.io#/#", "x"),
      published("a~5", "SPUBLISH", "shard", "s"),
      { type: "accepted", publication: "a~5", receivers: 0, error: null },
      ...arrival("a~6", "shard", "s"),
      { type: "command", text: "UNSUBSCRIBE one", reply: "OK" },
      { type: "command", text: "PUBSUB NUMSUB two", reply: "[two, 1]" },
      { type: "command", text: "PING", reply: "PONG" },
    ]);
    expect(expected).toEqual(["lab1:one a~3", "lab1:socket.io#/# a~4", "lab1:shard a~6"]);
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
    const { reports, expected } = play(turns);
    const bytes = Buffer.from(fields.join("")).length;
    const print = fingerprint(Buffer.from(fields.join("")));
    expect(reports).toEqual([
      {
        type: "published",
        publication: "a~1",
        cause: "cause of XADD lab1:socket.io",
        command: "XADD",
        channel: "socket.io",
        bytes,
        payload,
        print,
      },
      { type: "accepted", publication: "a~1", receivers: null, error: null },
      { type: "forwarded", arrival: "a~2", channel: "socket.io", bytes, print },
      { type: "forwarded", arrival: "a~3", channel: "socket.io", bytes, print },
      { type: "arrived", arrival: "a~2", channel: "socket.io", bytes, payload },
      { type: "arrived", arrival: "a~3", channel: "socket.io", bytes, payload },
    ]);
    expect(expected).toEqual(["5-0 a~2", "5-0 a~3"]);
    const cut = play(turns, (turn) => [...(turns[turn]?.bytes.keys() ?? [])]);
    expect(cut).toEqual({ reports, expected });
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
  expect(reports).toEqual([{ type: "command", text: told.join(" "), reply: "OK" }]);
});

test("what the cable loses is told by the names of what it carried", () => {
  const { tap, reports } = open();
  tap
    .entered("redis", Buffer.concat([publish("lab1:c", "one"), publish("lab1:c", "two")]), 1)
    .lost("blackhole");
  tap.entered("server", encodeValue(push(bulk("message"), bulk("lab1:c"), bulk("x")), 3), 1).lost("close");
  expect(reports.filter(({ type }) => type === "dropped")).toMatchObject([
    { passing: "a~1", towards: "redis", state: "blackhole" },
    { passing: "a~2", towards: "redis", state: "blackhole" },
    { passing: "a~3", towards: "server", state: "close" },
  ]);
  expect(reports.some(({ type }) => type === "arrived")).toBe(false);
});

test("what is still on its way has been forwarded, and has not arrived", () => {
  const { tap, reports, expected } = open();
  const passing = tap.entered("server", encodeValue(push(bulk("message"), bulk("c"), bulk("x")), 3), 1);
  expect(reports.map(({ type }) => type)).toEqual(["forwarded"]);
  expect(expected).toEqual([]);
  passing.left();
  expect(reports.map(({ type }) => type)).toEqual(["forwarded", "arrived"]);
});

test("bytes that are no RESP are passed over, and what followed them too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
      const { tap } = open();
      for (const towards of ["redis", "server"] as const) {
        tap.entered(towards, Buffer.from(garbage), 1).left();
        tap.entered(towards, publish("c", "x"), 1).left();
      }
      tap.closed();
      expect(tap).toBeDefined();
    }),
  );
});
