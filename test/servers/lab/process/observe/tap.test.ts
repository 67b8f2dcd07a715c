// What the tap reads from a cable: the same observations, however the bytes are cut, in RESP2 and RESP3.

import { describe, expect, test } from "vitest";
import { fingerprint } from "../../../../../servers/lab/process/observe/payload.ts";
import { encodeValue } from "../../../../../servers/redis/resp/encode.ts";
import fc from "../../../../random.ts";
import {
  answers,
  array,
  arrival,
  asks,
  bulk,
  conversation,
  open,
  play,
  publish,
  published,
  push,
  simple,
  subscribed,
} from "./recorded-connection.ts";

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
])("%j is shown without its secret", (words, told) => {
  const { reports } = play([asks(...words), answers(simple("OK"), 3)]);
  const name = words[0]?.toUpperCase();
  expect(reports).toEqual([{ type: "command", name, text: told.join(" "), reply: "OK" }]);
});

test("what the cable loses is reported by the names of what it carried", () => {
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

test("bytes that aren't RESP are skipped, and so is what follows them", () => {
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
