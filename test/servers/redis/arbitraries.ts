// Inputs of the property tests: RESP values, ways to split bytes, commands of the broker.

import type { RespValue } from "../../../servers/redis/resp/value.ts";
import fc from "../../random.ts";

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const line = bytes.map((buffer) => Buffer.from(buffer.filter((byte) => byte !== 10 && byte !== 13)));

const scalar: fc.Arbitrary<RespValue> = fc.oneof(
  fc.record({ type: fc.constantFrom("simple" as const, "error" as const), bytes: line }),
  fc.record({ type: fc.constantFrom("bulk" as const, "blobError" as const), bytes }),
  fc.record({
    type: fc.constant("verbatim" as const),
    format: fc.constantFrom("txt", "mkd"),
    bytes,
  }),
  fc.record({
    type: fc.constant("integer" as const),
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  }),
  fc.record({ type: fc.constant("bigNumber" as const), value: fc.bigInt() }),
  fc.record({ type: fc.constant("double" as const), value: fc.double() }),
  fc.record({ type: fc.constant("boolean" as const), value: fc.boolean() }),
  fc.constant<RespValue>({ type: "null" }),
);

/** Any value of RESP3, some levels deep. */
export const respValue: fc.Arbitrary<RespValue> = fc.letrec<{ value: RespValue }>((tie) => {
  const items = fc.array(tie("value"), { maxLength: 4 });
  const entries = fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 });
  return {
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      fc.record({ type: fc.constantFrom("array" as const, "set" as const, "push" as const), items }),
      fc.record({ type: fc.constant("map" as const), entries }),
      fc.record({ type: fc.constant("attributed" as const), entries, value: tie("value") }),
    ),
  };
}).value;

/** Cuts bytes anywhere, into as many chunks as there are numbers: each is a share of the remaining bytes. */
export function split(whole: Buffer, shares: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let rest = whole;
  for (const share of shares) {
    const size = Math.floor(rest.length * share);
    chunks.push(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  return [...chunks, rest];
}

export const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

const name = fc.constantFrom(
  "a",
  "b",
  "ab",
  "abc",
  "",
  "a*",
  "é",
  "\x00\xff",
  "socket.io#/#",
  "socket.io#/#room#",
);
const pattern = fc.oneof(
  name,
  fc.constantFrom("*", "?", "a?", "*b*", "[ab]", "[^a]*", "[a-", "\\", "a\\*", "**", "socket.io#/#*"),
  fc.string({ unit: fc.constantFrom(..."ab*?[]^-\\"), maxLength: 8 }),
);
const words = (...parts: (string | fc.Arbitrary<string>)[]) =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)));
const several = (command: string, arg: fc.Arbitrary<string>, minLength: number) =>
  fc.array(arg, { minLength, maxLength: 3 }).map((args) => [command, ...args]);

/** A command that the broker and Redis 7.0 have, as latin1 words: mostly valid, sometimes with a wrong number of arguments. */
export const command: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(words("PUBLISH", name, name), words("SPUBLISH", name, name)) },
  {
    weight: 6,
    arbitrary: fc.oneof(
      several("SUBSCRIBE", name, 1),
      several("PSUBSCRIBE", pattern, 1),
      several("SSUBSCRIBE", name, 1),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.oneof(
      several("UNSUBSCRIBE", name, 0),
      several("PUNSUBSCRIBE", pattern, 0),
      several("SUNSUBSCRIBE", name, 0),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      several("pubsub", fc.constantFrom("numpat", "channels", "numsub", "nothing"), 0),
      words("PUBSUB", "CHANNELS", pattern),
      words("PUBSUB", "SHARDCHANNELS", pattern),
      several("PUBSUB", name, 1).map(([command = "", ...args]) => [command, "NUMSUB", ...args]),
      several("PUBSUB", name, 1).map(([command = "", ...args]) => [command, "SHARDNUMSUB", ...args]),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      several("PING", name, 0),
      words("ECHO", name),
      words("HELLO", fc.constantFrom("2", "3", "4", "x", "03")),
      words("SELECT", fc.constantFrom("0", "15", "16", "-1", "x", "2147483648")),
      words("CLIENT", "SETNAME", name),
      words("CLIENT", "GETNAME"),
      words("RESET"),
    ),
  },
  {
    weight: 1,
    arbitrary: several("x", name, 0).chain((args) =>
      fc
        .constantFrom("SUBSCRIBE", "PUBLISH", "echo", "RESET", "hello", "client", "nonsense", "é\r\n")
        .map((command) => [command, ...args.slice(1)]),
    ),
  },
);
