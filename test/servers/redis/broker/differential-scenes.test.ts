// The broker replies with the same bytes as a real Redis, whatever several connections do at once, and whatever bytes they send.
import { expect } from "vitest";
import { encodeCommand } from "../../../../servers/redis/resp/encode.ts";
import fc from "../../../random.ts";
import { command } from "../arbitraries.ts";
import { openBoth, testOnBoth } from "./both.ts";
import { inAnyOrder } from "./compare.ts";

const latin1 = (words: readonly string[]) => encodeCommand(words.map((word) => Buffer.from(word, "latin1")));

const { expectSame, expectSameScene, converseBoth, playBoth } = openBoth();

testOnBoth(
  "delivers to channels before patterns, to itself before the reply, and counts every subscription",
  async () => {
    for (const protocol of [2, 3]) {
      const script = await expectSameScene(4, [
        { on: 0, bytes: `HELLO ${protocol}\r\n` },
        { on: 1, bytes: "HELLO 3\r\nPSUBSCRIBE news*\r\nSUBSCRIBE news\r\n" },
        { on: 0, bytes: "PSUBSCRIBE news*\r\nSUBSCRIBE news other\r\nSSUBSCRIBE news\r\n" },
        { on: 2, bytes: "SUBSCRIBE other\r\n" },
        {
          on: 3,
          bytes: "PUBLISH news hi\r\nPUBLISH newspaper hi\r\nSPUBLISH news hi\r\nPUBLISH none hi\r\n",
        },
        { on: 1, bytes: "PUBLISH news self\r\nPUBSUB NUMSUB news other\r\nPUBSUB NUMPAT\r\n" },
        { on: 0, bytes: "UNSUBSCRIBE news\r\n" },
        { on: 3, bytes: "PUBLISH news again\r\nPUBSUB NUMSUB news\r\nPUBSUB SHARDNUMSUB news\r\n" },
        { on: 0, bytes: "RESET\r\n" },
        { on: 3, bytes: "PUBLISH news last\r\nSPUBLISH news last\r\n" },
        { on: 1, bytes: "HELLO 2\r\nPUBLISH news no\r\n" },
        { on: 3, bytes: "PUBLISH news downgraded\r\n" },
      ]);
      expect(script[4]?.[3]).toContain(":4\r\n:2\r\n:1\r\n:0\r\n");
    }
  },
);

testOnBoth("carries any bytes in channels and payloads", async () => {
  const everything = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const script = await expectSameScene(2, [
    { on: 0, bytes: encodeCommand(["SUBSCRIBE", everything]) },
    { on: 0, bytes: encodeCommand(["PSUBSCRIBE", Buffer.from("\x00\x01*\xff", "latin1")]) },
    { on: 1, bytes: encodeCommand(["PUBLISH", everything, everything]) },
    { on: 1, bytes: encodeCommand(["PUBLISH", everything, Buffer.alloc(200_000, "x")]) },
  ]);
  expect(script[3]?.[0]?.length).toBeGreaterThan(400_000);
});

testOnBoth("matches patterns alike", async () => {
  const letters = fc.constantFrom("a", "b", "c", "-", "]", "\\", "*", "\x80", "\xff", "\0");
  const elements = fc.constantFrom("*", "?", "[", "]", "^", "-", "[a-c]", "[^a]", "[b-a]", "[\x80-a]", "\\");
  const patterns = fc.array(fc.oneof(letters, elements), { maxLength: 8 }).map((parts) => parts.join(""));
  const channels = fc.array(letters, { maxLength: 6 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(patterns, { minLength: 1, maxLength: 40 }),
      channels,
      async (tried, channel) => {
        const lists = tried.map((pattern) => latin1(["PUBSUB", "CHANNELS", pattern]));
        await expectSame(Buffer.concat([latin1(["HELLO", "3"]), latin1(["SUBSCRIBE", channel]), ...lists]));
      },
    ),
    { numRuns: 150 },
  );
  expect.hasAssertions();
});

testOnBoth("answers any pipeline alike", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), async (commands) => {
      const bytes = Buffer.concat(commands.map(latin1));
      const [ours, theirs] = await converseBoth(bytes);
      expect(inAnyOrder(ours)).toBe(inAnyOrder(theirs));
    }),
    { numRuns: 300 },
  );
  expect.hasAssertions();
});

testOnBoth("handles a pipeline with mistakes in its bytes alike", async () => {
  // Without zero bytes: for Redis a line with one in it has no end, so it waits, whereas the broker replies.
  const mistake = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(2),
    insert: fc.string({ unit: fc.constantFrom(..."*$:+-0129\r\n'\" \\x\xff"), maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { minLength: 1, maxLength: 6 }),
      mistake,
      async (commands, { at, remove, insert }) => {
        const right = Buffer.concat(commands.map(latin1));
        const from = Math.floor(at * right.length);
        const bytes = Buffer.concat([
          right.subarray(0, from),
          Buffer.from(insert, "latin1"),
          right.subarray(from + remove),
        ]);
        fc.pre(!bytes.includes(0));
        const [ours, theirs] = await converseBoth(bytes);
        expect(inAnyOrder(ours)).toBe(inAnyOrder(theirs));
      },
    ),
    { numRuns: 400 },
  );
  expect.hasAssertions();
});

testOnBoth("plays any scene of three connections alike", async () => {
  const step = fc.record({ on: fc.nat(2), bytes: command.map(latin1) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const [ours, theirs] = await playBoth(3, steps);
      expect(ours.map((heard) => heard.map(inAnyOrder))).toEqual(
        theirs.map((heard) => heard.map(inAnyOrder)),
      );
    }),
    { numRuns: 60 },
  );
  expect.hasAssertions();
});
