// Bytes chosen by others: from Redis, from clients of the broker, on the cables, in the console.
import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { maxTextLength } from "../../../servers/describe.ts";
import { confine } from "../../../servers/lab/console/commands.ts";
import type { Causes } from "../../../servers/lab/process/observe/causes.ts";
import { decodeEntry, decodePayload } from "../../../servers/lab/process/observe/payload.ts";
import type { Reporter } from "../../../servers/lab/process/observe/reporter.ts";
import { createTaps } from "../../../servers/lab/process/observe/tap.ts";
import { createCommandReader } from "../../../servers/redis/resp/command-reader.ts";
import { encodeCommand, encodeValue } from "../../../servers/redis/resp/encode.ts";
import { splitInline } from "../../../servers/redis/resp/inline.ts";
import { createRespReader } from "../../../servers/redis/resp/reader.ts";
import { command, respValue, shares, split } from "../../servers/redis/arbitraries.ts";
import { broken, expectThat, misleading, type Target, target } from "../target.ts";

const replies = broken(
  fc
    .array(fc.tuple(respValue, fc.constantFrom(2 as const, 3 as const)), { maxLength: 4 })
    .map((values) => Buffer.concat(values.map(([value, protocol]) => encodeValue(value, protocol)))),
);
const commands = broken(
  fc.array(command, { maxLength: 4 }).map((all) => Buffer.concat(all.map((words) => encodeCommand(words)))),
);
const packed = misleading.map((value) => Buffer.from(encode(value)));
const payload = broken(
  fc.oneof(
    packed,
    misleading.map((value) => Buffer.from(JSON.stringify(value))),
    fc
      .tuple(misleading, misleading, misleading)
      .map(([uid, data, opts]) => Buffer.from(encode([uid, { type: 2, data, nsp: "/" }, opts]))),
    fc
      .tuple(fc.nat({ max: 15 }), misleading)
      .map(([type, data]) => Buffer.from(JSON.stringify({ uid: "u", nsp: "/", type, requestId: "r", data }))),
  ),
);
const channel = fc.constantFrom("message", "socket.io#/#", "socket.io-request#/#", "socket.io-response#/#");

/** What is read from part of a stream is the beginning of what is read from all of it, and an error stays one. */
function readsInOrder(chunks: Buffer[], push: (chunk: Buffer) => { raw?: Buffer; error: unknown }[]): void {
  const whole = Buffer.concat(chunks);
  let at = 0;
  let failed = false;
  for (const chunk of chunks) {
    for (const { raw, error } of push(chunk)) {
      if (raw) {
        expectThat(!failed, "a frame came after an error");
        expectThat(whole.subarray(at, at + raw.length).equals(raw), "a frame has other bytes than came");
        at += raw.length;
      }
      failed ||= Boolean(error);
    }
  }
}

const isShort = (part: unknown): boolean => typeof part !== "string" || part.length <= maxTextLength + 10;

const causes: Causes = {
  run: (_, work) => work(),
  current: () => null,
  ofCommand: () => null,
  leaving: () => {},
  expectEntry: () => {},
  ofEntry: () => null,
  close: () => {},
};

export const ofBytes: Target[] = [
  target("replies from a Redis", 15, fc.tuple(replies, shares), ([bytes, cuts]) => {
    const reader = createRespReader();
    readsInOrder(split(bytes, cuts), (chunk) => {
      const { frames, error } = reader.push(chunk);
      return [...frames.map(({ raw }) => ({ raw, error: null })), { error }];
    });
  }),
  target("commands to the broker", 15, fc.tuple(commands, shares), ([bytes, cuts]) => {
    const reader = createCommandReader();
    for (const chunk of split(bytes, cuts)) reader.push(chunk);
  }),
  target(
    "traffic on a cable",
    15,
    fc.array(fc.tuple(fc.boolean(), fc.oneof(replies, commands)), { maxLength: 6 }),
    (turns) => {
      const reporter: Reporter = {
        report: () => {},
        later: (tell) => tell(),
        catchUp: () => {},
        flush: () => {},
      };
      const tap = createTaps({ name: "a", prefix: "lab:" }, causes, reporter)();
      for (const [isAsking, bytes] of turns) {
        const passing = tap.entered(isAsking ? "redis" : "server", bytes, 1);
        if (bytes.length % 2) passing.left();
        else passing.lost("reset");
      }
      tap.closed();
    },
  ),
  target(
    "payloads on channels and in streams",
    15,
    fc.tuple(channel, fc.array(payload, { minLength: 1, maxLength: 4 })),
    ([name, payloads]) => {
      const [first = Buffer.alloc(0)] = payloads;
      for (const decoded of [decodePayload(name, first), decodeEntry(payloads)]) {
        expectThat(Object.values(decoded).flat().every(isShort), "a payload is shown by a long text");
      }
    },
  ),
  target("lines of the Redis console", 10, fc.string({ unit: "binary", maxLength: 60 }), (line) => {
    const args = splitInline(Buffer.from(line));
    if (!args || args.length === 0) return;
    const confined = confine(args, "lab:");
    expectThat("args" in confined || confined.refused.length > 0, "a refusal says nothing");
  }),
];
