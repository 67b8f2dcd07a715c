import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBroker } from "../../../../servers/redis/broker/broker.ts";
import { encodeCommand } from "../../../../servers/redis/resp/encode.ts";
import fc from "../../../random.ts";
import { command } from "../arbitraries.ts";
import { type Running, realNote, skipReal, startRealWith } from "../kinds.ts";
import { converse, inAnyOrder, play, type Step } from "./compare.ts";

const latin1 = (words: readonly string[]) => encodeCommand(words.map((word) => Buffer.from(word, "latin1")));

describe.skipIf(skipReal)(`the broker answers the bytes of a real Redis${realNote}`, () => {
  let broker: Running;
  let real: Running;

  beforeAll(async () => {
    [broker, real] = await Promise.all([createBroker(), startRealWith("")]);
  });
  afterAll(async () => {
    await Promise.all([broker.close(), real.close()]);
  });

  async function expectSame(bytes: string | Buffer) {
    const [ours, theirs] = await Promise.all([converse(broker.port, bytes), converse(real.port, bytes)]);
    expect(ours).toBe(theirs);
    return ours;
  }

  async function expectSameScene(connections: number, steps: Step[]) {
    const [ours, theirs] = await Promise.all([
      play(broker.port, connections, steps),
      play(real.port, connections, steps),
    ]);
    expect(ours).toEqual(theirs);
    return ours;
  }

  test.each([
    "PING",
    "ping hi",
    "PING a b",
    "ECHO",
    "ECHO hi",
    "ECHO a b",
    "QUIT\r\nPING",
    "quit now please\r\nPING",
    "SELECT 0",
    "SELECT 15",
    "SELECT 16",
    "SELECT -1",
    "SELECT x",
    "SELECT 01",
    "SELECT 2147483647",
    "SELECT 2147483648",
    "SELECT -2147483648",
    "SELECT -2147483649",
    "SELECT 9223372036854775808",
    "SELECT 1 2",
    "HELLO",
    "HELLO 2",
    "HELLO 3",
    "HELLO 3\r\nHELLO\r\nHELLO 2\r\nHELLO",
    "HELLO 1",
    "HELLO 4",
    "HELLO x",
    "HELLO 3 AUTH default any",
    "HELLO 3 AUTH somebody any",
    "HELLO 3 AUTH default",
    "HELLO 3 SETNAME me\r\nCLIENT GETNAME",
    "HELLO 3 SETNAME 'not me'\r\nCLIENT GETNAME",
    "HELLO 3 SETNAME me nonsense\r\nCLIENT GETNAME",
    'HELLO 3 "non\\x00sense"',
    "AUTH",
    "AUTH any",
    "AUTH default any",
    "AUTH somebody any",
    "AUTH a b c",
    "CLIENT",
    "CLIENT nonsense",
    "CLIENT ID extra",
    "CLIENT GETNAME",
    "CLIENT SETNAME me\r\nCLIENT GETNAME\r\nCLIENT SETNAME ''\r\nCLIENT GETNAME\r\nHELLO 3\r\nCLIENT GETNAME",
    "CLIENT SETNAME 'two words'",
    'CLIENT SETNAME "\\x7f"',
    "CLIENT NO-EVICT on",
    "CLIENT NO-EVICT OFF",
    "CLIENT NO-EVICT maybe",
    "CLIENT LIST TYPE nonsense",
    "CLIENT LIST nonsense",
    "CLIENT INFO extra",
    "COMMAND nonsense",
    "COMMAND COUNT extra",
    "RESET",
    "RESET extra",
    "HELLO 3 SETNAME me\r\nSELECT 3\r\nRESET\r\nCLIENT GETNAME\r\nHELLO",
    "nonsense",
    "nonsense a 'b c' \"\\r\\n\\x00d\"",
    "'\r\n'",
    `nonsense ${"x".repeat(100)} ${"y".repeat(100)} z`,
    `${"n".repeat(200)} a`,
    '"nons\\x00ense" a',
    '"\\xff\\r\\n" "\\xfe"',
    "PUBLISH a",
    "PUBLISH a b c",
    "PUBLISH nobody hi",
    "SPUBLISH a",
    "SPUBLISH nobody hi",
    "SUBSCRIBE",
    "PSUBSCRIBE",
    "SSUBSCRIBE",
    "SUBSCRIBE a b a\r\nPSUBSCRIBE a* a*\r\nSSUBSCRIBE a b",
    "UNSUBSCRIBE",
    "PUNSUBSCRIBE",
    "SUNSUBSCRIBE",
    "UNSUBSCRIBE a b",
    "HELLO 3\r\nUNSUBSCRIBE\r\nPUNSUBSCRIBE a\r\nSUNSUBSCRIBE",
    "SUBSCRIBE a b\r\nUNSUBSCRIBE b c a\r\nPUBLISH a still-subscriber",
    "SUBSCRIBE a\r\nUNSUBSCRIBE\r\nUNSUBSCRIBE\r\nECHO free",
    "PSUBSCRIBE p* q*\r\nPUNSUBSCRIBE\r\nPUNSUBSCRIBE p*",
    "SSUBSCRIBE a\r\nUNSUBSCRIBE\r\nECHO bound\r\nSUNSUBSCRIBE\r\nECHO free",
    "PUBSUB",
    "PUBSUB nonsense",
    "PUBSUB nonsense a b",
    "PUBSUB HELP",
    "PUBSUB HELP extra",
    "HELLO 3\r\nPUBSUB HELP",
    "PUBSUB CHANNELS a b",
    "pubsub shardChannels a b",
    "PUBSUB CHANNELS",
    "PUBSUB NUMSUB",
    "PUBSUB NUMSUB a b a",
    "PUBSUB NUMPAT",
    "PUBSUB NUMPAT extra",
    "PUBSUB SHARDNUMSUB a",
    "PUBSUB SHARDCHANNELS",
  ])("%j", async (line) => {
    await expectSame(`${line}\r\n`);
    expect(await expectSame(`HELLO 3\r\n${line}\r\n`)).not.toBe("");
  });

  test.each([
    "PING",
    "PING hi",
    "PING a b",
    "ECHO hi",
    "ECHO",
    "PUBLISH a b",
    "publish a",
    "GET key",
    "HELLO 3",
    "SELECT 1",
    "CLIENT ID",
    "CLIENT",
    "PUBSUB NUMPAT",
    "PUBSUB nonsense",
    "nonsense",
    "RESET",
    "QUIT",
    "COMMAND",
    "INFO",
    "MULTI",
    "SPUBLISH a b",
  ])("%j while subscribed to a channel, a pattern or a shard channel, and after", async (line) => {
    for (const subscribe of ["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"]) {
      expect(await expectSame(`${subscribe} s\r\n${line}\r\nPING\r\n`)).not.toBe("");
    }
    await expectSame(
      `SUBSCRIBE s\r\nUNSUBSCRIBE s\r\n${/^(COMMAND|INFO|GET|MULTI|CLIENT ID)/.test(line) ? "" : line}\r\n`,
    );
  });

  test.each([
    "\r\n\r\nPING\r\n",
    "\n\nPING\n",
    "*0\r\n*-1\r\nPING\r\n",
    "PING\r\n*1\r\n$4\r\nPING\r\nPING\r\n",
    "*1\rx$4\ryPINGzzPING\r\n",
    "*x\r\nPING\r\n",
    "*\r\n",
    "*01\r\n",
    "*+1\r\n",
    "*2147483647\r\n",
    "*2147483648\r\n",
    "*9223372036854775808\r\n",
    "*1\r\n+4\r\n",
    "*1\r\n\r\n",
    "*1\r\n\n\r\n",
    "*1\r\n\xff\r\n",
    "*1\r\n$\r\n",
    "*1\r\n$-1\r\n",
    "*1\r\n$-0\r\n",
    "*1\r\n$4x\r\nPING\r\n",
    "*1\r\n$536870912\r\n",
    "*1\r\n$536870913\r\n",
    "PING\r\n*1\r\n*1\r\n",
    "*2\r\n$4\r\nECHO\r\n",
    "*1\r\n$4\r\nPI",
    "PIN",
    'ECHO "a\r\nPING\r\n',
    "ECHO 'a\r\n",
    'ECHO "a"b\r\n',
    "ECHO 'a'b\r\n",
    'ECHO "\\x41\\x4\\n\\q\\"\\\\"\r\n',
    "ECHO '\\x41\\'\\n'\r\n",
    'ECHO a"b c"\r\n',
    "ECHO a\x0bb\r\n",
    "\x0b\x0cECHO a\r\n",
    "ECHO\ta\r\r\n",
    "Host: localhost\r\nPING\r\n",
    "POST / HTTP/1.1\r\nPING\r\n",
    "\xffé\r\n",
  ])("the bytes %j", async (bytes) => {
    await expectSame(Buffer.from(bytes, "latin1"));
  });

  test.each([
    ["an inline command without an end", Buffer.alloc(70_000, "x")],
    ["a count without an end", Buffer.from(`*${"1".repeat(70_000)}`)],
    ["a length without an end", Buffer.from(`*1\r\n$${"1".repeat(70_000)}`)],
  ])("%s", async (_name, bytes) => {
    expect(await expectSame(bytes)).toMatch(/^-ERR Protocol error: too big/);
  });

  test("delivers to channels before patterns, to itself before the reply, and counts everybody", async () => {
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
  });

  test("carries any bytes in channels and payloads", async () => {
    const everything = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const script = await expectSameScene(2, [
      { on: 0, bytes: encodeCommand(["SUBSCRIBE", everything]) },
      { on: 0, bytes: encodeCommand(["PSUBSCRIBE", Buffer.from("\x00\x01*\xff", "latin1")]) },
      { on: 1, bytes: encodeCommand(["PUBLISH", everything, everything]) },
      { on: 1, bytes: encodeCommand(["PUBLISH", everything, Buffer.alloc(200_000, "x")]) },
    ]);
    expect(script[3]?.[0]?.length).toBeGreaterThan(400_000);
  });

  test("matches patterns alike", async () => {
    const letters = fc.constantFrom("a", "b", "c", "-", "]", "\\", "*", "\x80", "\xff", "\0");
    const elements = fc.constantFrom(
      "*",
      "?",
      "[",
      "]",
      "^",
      "-",
      "[a-c]",
      "[^a]",
      "[b-a]",
      "[\x80-a]",
      "\\",
    );
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

  test("answers any pipeline alike", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), async (commands) => {
        const bytes = Buffer.concat(commands.map(latin1));
        const [ours, theirs] = await Promise.all([converse(broker.port, bytes), converse(real.port, bytes)]);
        expect(inAnyOrder(ours)).toBe(inAnyOrder(theirs));
      }),
      { numRuns: 300 },
    );
    expect.hasAssertions();
  });

  test("answers a pipeline with mistakes in its bytes alike", async () => {
    // Without zero bytes: a line with one in it has no end for Redis, which waits, where the broker answers.
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
          const [ours, theirs] = await Promise.all([
            converse(broker.port, bytes),
            converse(real.port, bytes),
          ]);
          expect(inAnyOrder(ours)).toBe(inAnyOrder(theirs));
        },
      ),
      { numRuns: 400 },
    );
    expect.hasAssertions();
  });

  test("plays any scene of three connections alike", async () => {
    const step = fc.record({ on: fc.nat(2), bytes: command.map(latin1) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const [ours, theirs] = await Promise.all([play(broker.port, 3, steps), play(real.port, 3, steps)]);
        expect(ours.map((heard) => heard.map(inAnyOrder))).toEqual(
          theirs.map((heard) => heard.map(inAnyOrder)),
        );
      }),
      { numRuns: 60 },
    );
    expect.hasAssertions();
  });
});

describe.skipIf(skipReal)(`with a password the broker answers the bytes of a real Redis${realNote}`, () => {
  const password = "pä ss";
  let broker: Running;
  let real: Running;

  beforeAll(async () => {
    [broker, real] = await Promise.all([
      createBroker({ password: Buffer.from(password).toString("latin1") }),
      startRealWith(password),
    ]);
  });
  afterAll(async () => {
    await Promise.all([broker.close(), real.close()]);
  });

  test.each([
    "PING",
    "PING a b",
    "ECHO hi",
    "nonsense",
    "CLIENT nonsense",
    "PUBLISH a",
    "PUBLISH a b",
    "SUBSCRIBE a",
    "GET key",
    "COMMAND COUNT",
    "INFO",
    "CLIENT ID",
    "QUIT",
    "RESET\r\nPING",
    "HELLO",
    "HELLO 3",
    "HELLO 4",
    "HELLO 3 SETNAME me",
    "HELLO 3 SETNAME 'not me'",
    "HELLO 3 nonsense",
    "HELLO 3 AUTH default wrong",
    "HELLO 3 AUTH somebody 'pä ss'",
    "HELLO 3 AUTH default 'pä ss'\r\nPING\r\nHELLO",
    "HELLO 3 AUTH default 'pä ss' nonsense\r\nPING",
    "HELLO 9 AUTH default 'pä ss'\r\nPING",
    "AUTH",
    "AUTH wrong\r\nPING",
    "AUTH ''\r\nPING",
    "AUTH 'pä ss'\r\nPING\r\nRESET\r\nPING",
    "AUTH default 'pä ss'\r\nPUBLISH a b",
    "AUTH default 'pä ss'\r\nAUTH wrong\r\nPING",
    "AUTH default wrong\r\nPING",
    "AUTH somebody 'pä ss'\r\nPING",
    "AUTH a b c\r\nPING",
    "AUTH 'pä ss'\r\nSUBSCRIBE a\r\nPING\r\nRESET\r\nSUBSCRIBE a",
  ])("%j", async (line) => {
    const bytes = Buffer.from(`${line}\r\n`);
    const [ours, theirs] = await Promise.all([converse(broker.port, bytes), converse(real.port, bytes)]);
    expect(ours).toBe(theirs);
    expect(ours).not.toBe("");
  });
});
