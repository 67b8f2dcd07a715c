// The embedded broker and a real Redis, which get the same bytes and must send the same back.
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBroker } from "../../../../servers/redis/broker/broker.ts";
import { type Running, skipReal, startRealWith } from "../kinds.ts";
import { converse, play, type Step } from "./compare.ts";

/** A test that needs a real Redis next to the broker. */
export const testOnBoth = test.skipIf(skipReal);

/** Opens both for the tests of a file; without a password unless one is given. */
export function openBoth(password = "") {
  let broker: Running;
  let real: Running;
  beforeAll(async () => {
    if (skipReal) return;
    const secret = password ? { password: Buffer.from(password).toString("latin1") } : {};
    [broker, real] = await Promise.all([createBroker(secret), startRealWith(password)]);
  });
  afterAll(() => Promise.all([broker?.close(), real?.close()]));

  const converseBoth = (bytes: string | Buffer) =>
    Promise.all([converse(broker.port, bytes), converse(real.port, bytes)]);
  const playBoth = (connections: number, steps: Step[]) =>
    Promise.all([play(broker.port, connections, steps), play(real.port, connections, steps)]);

  return {
    converseBoth,
    playBoth,
    /** Sends the bytes to both, and returns what both send back. */
    async expectSame(bytes: string | Buffer): Promise<string> {
      const [ours, theirs] = await converseBoth(bytes);
      expect(ours).toBe(theirs);
      return ours;
    },
    /** Plays the steps over that many connections to both, and returns what each connection received. */
    async expectSameScene(connections: number, steps: Step[]) {
      const [ours, theirs] = await playBoth(connections, steps);
      expect(ours).toEqual(theirs);
      return ours;
    },
  };
}
