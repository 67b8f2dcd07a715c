import { describe, expect, onTestFinished, test, vi } from "vitest";
import { encodeCommand, encodeValue } from "../../../../servers/redis/resp/encode.ts";
import { createRespReader } from "../../../../servers/redis/resp/reader.ts";
import type { RespValue } from "../../../../servers/redis/resp/value.ts";
import fc from "../../../random.ts";
import { respValue, shares, split } from "../arbitraries.ts";

function read(text: string | Buffer) {
  return createRespReader().push(Buffer.from(text as string, "latin1"));
}

describe("the reader of replies", () => {
  test.each<[string, RespValue]>([
    ["+OK\r\n", { type: "simple", bytes: Buffer.from("OK") }],
    ["-ERR no\r\n", { type: "error", bytes: Buffer.from("ERR no") }],
    [":-7\r\n", { type: "integer", value: -7n }],
    [":9223372036854775807\r\n", { type: "integer", value: 9223372036854775807n }],
    ["$0\r\n\r\n", { type: "bulk", bytes: Buffer.from("") }],
    ["$2\r\n\r\n\r\n", { type: "bulk", bytes: Buffer.from("\r\n") }],
    ["$-1\r\n", { type: "null" }],
    ["*-1\r\n", { type: "null" }],
    ["_\r\n", { type: "null" }],
    ["*0\r\n", { type: "array", items: [] }],
    ["~1\r\n:1\r\n", { type: "set", items: [{ type: "integer", value: 1n }] }],
    [
      "%1\r\n+a\r\n_\r\n",
      { type: "map", entries: [[{ type: "simple", bytes: Buffer.from("a") }, { type: "null" }]] },
    ],
    [">1\r\n#t\r\n", { type: "push", items: [{ type: "boolean", value: true }] }],
    [",-1.5e3\r\n", { type: "double", value: -1500 }],
    [",inf\r\n", { type: "double", value: Number.POSITIVE_INFINITY }],
    [",nan\r\n", { type: "double", value: Number.NaN }],
    ["(-12345678901234567890\r\n", { type: "bigNumber", value: -12345678901234567890n }],
    ["=5\r\ntxt:a\r\n", { type: "verbatim", format: "txt", bytes: Buffer.from("a") }],
    ["!3\r\nA\nB\r\n", { type: "blobError", bytes: Buffer.from("A\nB") }],
    [
      "*1\r\n|1\r\n+ttl\r\n:9\r\n+x\r\n",
      {
        type: "array",
        items: [
          {
            type: "attributed",
            entries: [
              [
                { type: "simple", bytes: Buffer.from("ttl") },
                { type: "integer", value: 9n },
              ],
            ],
            value: { type: "simple", bytes: Buffer.from("x") },
          },
        ],
      },
    ],
  ])("reads %j", (text, value) => {
    expect(read(text)).toEqual({ frames: [{ value, raw: Buffer.from(text) }], error: null });
  });

  test.each([
    ["", "$\r\n", "invalid bulk length"],
    ["", "$-2\r\n", "invalid bulk length"],
    ["", "$536870913\r\n", "invalid bulk length"],
    ["", "*x\r\n", "invalid multibulk length"],
    ["", "*01\r\n", "invalid multibulk length"],
    ["", "*9999999999\r\n", "invalid multibulk length"],
    ["", ":1.5\r\n", "invalid integer"],
    ["", ",abc\r\n", "invalid double"],
    ["", "#y\r\n", "invalid boolean"],
    ["", "_x\r\n", "invalid null"],
    ["", "=2\r\nab\r\n", "invalid verbatim string"],
    ["", "$1\r\nabc", "bulk string without a line end"],
    ["", "+a\rb", "line without a line feed"],
    ["", "\r\n", "empty line"],
    ["+OK\r\n", "GET\r\n", "unknown type 'G'"],
  ])("after %j refuses %j: %s", (good, bad, reason) => {
    const { frames, error } = read(good + bad);
    expect(frames.map((frame) => frame.raw.toString()).join("")).toBe(good);
    expect(error?.message).toBe(`ERR Protocol error: ${reason}`);
    expect(error?.rest.toString()).toBe(bad);
  });
});

describe("the reader of replies in pieces", () => {
  test("returns every byte once, even after an error", () => {
    const reader = createRespReader();
    const first = reader.push(Buffer.from("+a\r\n?bad\r\n"));
    const second = reader.push(Buffer.from("more"));
    expect(first.frames).toHaveLength(1);
    expect(first.error?.rest.toString()).toBe("?bad\r\n");
    expect(second.error?.rest.toString()).toBe("more");
  });

  test("reads what was written, in whatever pieces it arrives", () => {
    fc.assert(
      fc.property(fc.array(respValue, { maxLength: 5 }), shares, (values, cuts) => {
        const whole = Buffer.concat(values.map((value) => encodeValue(value, 3)));
        const reader = createRespReader();
        const frames = split(whole, cuts).flatMap((chunk) => {
          const { frames, error } = reader.push(chunk);
          expect(error).toBeNull();
          return frames;
        });
        expect(frames.map((frame) => frame.value)).toEqual(values);
        expect(Buffer.concat(frames.map((frame) => frame.raw))).toEqual(whole);
      }),
    );
  });

  test("handles garbage the same in whatever pieces it arrives, and loses none of it", () => {
    const garbage = fc
      .array(
        fc.oneof(
          respValue.map((value) => encodeValue(value, 3)),
          fc.uint8Array({ maxLength: 9 }),
        ),
      )
      .map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(garbage, shares, (whole, cuts) => {
        const atOnce = createRespReader().push(whole);
        const reader = createRespReader();
        const pieces = split(whole, cuts).map((chunk) => reader.push(chunk));
        expect(pieces.flatMap(({ frames }) => frames)).toEqual(atOnce.frames);
        expect(pieces.at(-1)?.error?.message).toBe(atOnce.error?.message);
        if (atOnce.error) {
          const handedOut = pieces.flatMap(({ frames, error }) => [
            ...frames.map((frame) => frame.raw),
            error?.rest ?? Buffer.alloc(0),
          ]);
          expect(Buffer.concat(handedOut)).toEqual(whole);
        }
      }),
    );
  });

  test("refuses input that is too long, too deep, too large or too much", () => {
    const reader = () =>
      createRespReader({ maxBulkBytes: 100, maxFrameBytes: 200, maxItems: 10, maxDepth: 3 });
    const messageOf = (text: string) => reader().push(Buffer.from(text)).error?.message;
    expect(messageOf("$101\r\n")).toBe("ERR Protocol error: invalid bulk length");
    expect(messageOf(`$100\r\n${"x".repeat(100)}\r\n`)).toBeUndefined();
    expect(messageOf("*1\r\n".repeat(4))).toBe("ERR Protocol error: too many levels");
    expect(messageOf("*11\r\n")).toBe("ERR Protocol error: invalid multibulk length");
    expect(messageOf(`*5\r\n*5\r\n${":1\r\n".repeat(9)}`)).toBe("ERR Protocol error: too many values");
    expect(messageOf(`+${"x".repeat(201)}`)).toBe("ERR Protocol error: a frame is larger than 200 bytes");
    expect(messageOf(`+${"x".repeat(201)}\r\n`)).toBe("ERR Protocol error: a frame is larger than 200 bytes");
    expect(read(`+${"x".repeat(70_000)}`).error?.message).toBe("ERR Protocol error: too big line");
  });

  test("copies and searches each byte of a bulk string only a few times, however it's split", () => {
    const size = 100_000;
    const whole = Buffer.concat([Buffer.from(`$${size}\r\n`), Buffer.alloc(size), Buffer.from("\r\n")]);
    const reader = createRespReader();
    const work = countBytes();
    let frames = 0;
    for (let at = 0; at < whole.length; at++) frames += reader.push(whole.subarray(at, at + 1)).frames.length;
    expect(frames).toBe(1);
    expect(work.copied()).toBeGreaterThanOrEqual(size);
    // If each byte looked at all the others, it would be 50,000 times the size.
    expect(work.copied() + work.searched()).toBeLessThanOrEqual(4 * size);
  });
});

/** Counts the bytes that buffers copy and look through until the test ends. */
function countBytes() {
  const copy = vi.spyOn(Buffer.prototype, "copy");
  const indexOf = vi.spyOn(Buffer.prototype, "indexOf");
  onTestFinished(() => void vi.restoreAllMocks());
  const sum = (counts: number[]) => counts.reduce((total, one) => total + one, 0);
  return {
    copied: () => sum(copy.mock.results.map(({ value }) => value as number)),
    searched: () => sum(indexOf.mock.contexts.map((buffer) => (buffer as Buffer).length)),
  };
}

describe("the writer", () => {
  test("writes a command as bulk strings, counted in bytes", () => {
    expect(encodeCommand(["ECHO", "é"]).toString()).toBe("*2\r\n$4\r\nECHO\r\n$2\r\né\r\n");
  });

  test("sends RESP2 clients what Redis does instead of RESP3's types", () => {
    const value: RespValue = {
      type: "attributed",
      entries: [],
      value: {
        type: "push",
        items: [
          { type: "map", entries: [[{ type: "null" }, { type: "boolean", value: true }]] },
          { type: "set", items: [{ type: "double", value: 1.5 }] },
          { type: "verbatim", format: "txt", bytes: Buffer.from("v") },
          { type: "bigNumber", value: 12n },
          { type: "blobError", bytes: Buffer.from("A\r\nB") },
        ],
      },
    };
    expect(encodeValue(value, 2).toString()).toBe(
      "*5\r\n*2\r\n$-1\r\n:1\r\n*1\r\n$3\r\n1.5\r\n$1\r\nv\r\n$2\r\n12\r\n-A  B\r\n",
    );
  });
});
