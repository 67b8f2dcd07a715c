// The cable from both ends, a stream at one and a raw TCP server at the other: what passes, in which order, and how it breaks.
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createCable } from "../../../../../servers/lab/process/cable/cable.ts";
import type { CableSetting } from "../../../../../servers/lab/process-protocol.ts";
import fc from "../../../../random.ts";
import { end, open, up } from "./open-cable.ts";

describe("a cable that is up", () => {
  test("passes bytes both ways, and reports to the tap when they have left", async () => {
    const { pair, reported } = await open();
    const { client, far } = await pair();
    client.socket.write("ping");
    await expect.poll(far.text).toBe("ping");
    far.socket.write("pong!");
    await expect.poll(client.text).toBe("pong!");
    expect(reported).toEqual(["left redis 4", "left server 5"]);
  });

  test("keeps connections apart", async () => {
    const { pair } = await open();
    const [one, other] = [await pair(), await pair()];
    one.client.socket.write("one");
    other.client.socket.write("other");
    await expect.poll(() => [one.far.text(), other.far.text()]).toEqual(["one", "other"]);
  });

  test("ends the other end when either goes away", async () => {
    const { pair, openTaps } = await open();
    const [one, other] = [await pair(), await pair()];
    one.client.socket.end();
    other.far.socket.end();
    await expect.poll(() => [one.far.over(), other.client.over()]).toEqual(["end", "end"]);
    await expect.poll(openTaps).toBe(0);
  });

  test("passes a large reply whole to a reader that pauses, and holds the sender back in the meantime", async () => {
    const { pair } = await open();
    const { client, far } = await pair();
    client.socket.pause();
    const megabyte = Buffer.alloc(1024 ** 2, "x");
    const megabytes = 40;
    for (let i = 0; i < megabytes; i += 1) far.socket.write(megabyte);
    // Held back: what the kernel and the cable can't buffer stays with the sender, and no longer changes.
    let last = -1;
    await expect
      .poll(() => {
        const isSettled = far.socket.writableLength === last;
        last = far.socket.writableLength;
        return isSettled;
      })
      .toBe(true);
    expect(last).toBeGreaterThan(20 * 1024 ** 2);

    client.socket.resume();
    await expect.poll(() => client.text().length).toBe(megabytes * 1024 ** 2);
  });
});

describe("a cable that is stalled", () => {
  const stall: CableSetting = { state: "stall", delayMs: 0 };

  test("holds bytes both ways, and passes them on in order once it is up", async () => {
    const { cable, pair, entered, reported } = await open();
    const { client, far } = await pair();
    cable.set(stall);
    client.socket.write("one");
    client.socket.write("two");
    far.socket.write("three");
    await expect.poll(() => entered).toEqual(["redis 3", "redis 3", "server 5"]);
    expect(reported).toEqual([]);
    cable.set(up);
    await expect.poll(far.text).toBe("onetwo");
    await expect.poll(client.text).toBe("three");
    expect(reported.toSorted()).toEqual(["left redis 3", "left redis 3", "left server 5"]);
    expect([client.over(), far.over()]).toEqual([undefined, undefined]);
  });

  test("holds what was still delayed", async () => {
    const { cable, pair, entered, reported } = await open({ state: "up", delayMs: 20 });
    const { client, far } = await pair();
    client.socket.write("one");
    cable.set({ state: "stall", delayMs: 20 });
    client.socket.write("two");
    await expect.poll(() => entered).toHaveLength(2);
    expect(reported).toEqual([]);
    cable.set({ state: "up", delayMs: 20 });
    await expect.poll(far.text).toBe("onetwo");
  });

  test("lets a new connection wait until it is up", async () => {
    const { cable, accepted } = await open(stall);
    const socket = cable.connect();
    let isIn = false;
    socket.once("connect", () => {
      isIn = true;
    });
    await expect.poll(() => accepted.length).toBe(1);
    expect(isIn).toBe(false);
    cable.set(up);
    await expect.poll(() => isIn).toBe(true);
    socket.destroy();
  });

  test("loses what it holds when it is broken instead", async () => {
    const { cable, pair, reported } = await open();
    const { client } = await pair();
    cable.set(stall);
    client.socket.write("one");
    cable.set({ state: "close", delayMs: 0 });
    await expect.poll(() => reported).toEqual(["lost redis 3 close"]);
  });
});

describe("a delay", () => {
  test("holds bytes back for its time, each way", async () => {
    const { pair } = await open({ state: "up", delayMs: 60 });
    const { client, far } = await pair();
    const start = performance.now();
    client.socket.write("ping");
    await expect.poll(far.text, { interval: 1 }).toBe("ping");
    const middle = performance.now();
    far.socket.write("pong");
    await expect.poll(client.text, { interval: 1 }).toBe("pong");

    expect(middle - start).toBeGreaterThanOrEqual(59);
    expect(performance.now() - middle).toBeGreaterThanOrEqual(59);
  });

  test("that changes again and again never changes the order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 12 }), async (delays) => {
        const { cable, pair } = await open();
        const { client, far } = await pair();
        let sent = "";
        for (const [index, delayMs] of delays.entries()) {
          cable.set({ state: "up", delayMs });
          const chunk = `${index}:${delayMs} `;
          sent += chunk;
          client.socket.write(chunk);
          // Lets the cable read it under this delay, and not together with the next.
          await new Promise(setImmediate);
        }
        cable.set(up);
        client.socket.write("last");
        await expect.poll(far.text, { interval: 2 }).toBe(`${sent}last`);
      }),
      { numRuns: 15 },
    );
  });

  test("that ends doesn't let later bytes overtake waiting ones", async () => {
    const { cable, pair } = await open({ state: "up", delayMs: 50 });
    const { client, far } = await pair();
    client.socket.write("first ");
    await new Promise(setImmediate);
    cable.set(up);
    client.socket.write("second");
    await expect.poll(far.text).toBe("first second");
  });

  test("passes a large amount whole and in order", async () => {
    const { pair } = await open({ state: "up", delayMs: 20 });
    const { client, far } = await pair();
    const data = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `${i},`).join(""));
    client.socket.write(data);
    await expect.poll(() => far.text().length).toBe(data.length);
    expect(far.text() === data.toString("latin1")).toBe(true);
  });
});

test("any sequence of settings leaves a working cable, if the last is up", async () => {
  const states = fc.constantFrom("up" as const, "close" as const, "reset" as const, "blackhole" as const);
  const settings = fc.array(fc.record({ state: states, delayMs: fc.nat({ max: 5 }) }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(settings, async (sequence) => {
      const { cable, pair } = await open();
      const { client } = await pair();
      for (const setting of sequence) {
        cable.set(setting);
        if (!client.over()) client.socket.write("x");
      }
      cable.set(up);
      const fresh = await pair();
      fresh.client.socket.write("works");
      await expect.poll(fresh.far.text, { interval: 5 }).toBe("works");
    }),
    { numRuns: 25 },
  );
});

test("close() frees everything: the connections and the taps", async () => {
  const { cable, pair, connect, openTaps } = await open({ state: "up", delayMs: 1000 });
  const { client, far } = await pair();
  client.socket.write("held back");
  cable.close();
  cable.close();

  await expect.poll(() => [client.over() !== undefined, far.over() !== undefined]).toEqual([true, true]);
  expect((await connect()).over()).toBe("ECONNREFUSED");
  await expect.poll(openTaps).toBe(0);
});

test("a missing Redis ends the connection, and the cable keeps running", async () => {
  const silent = net.createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  silent.close();
  await once(silent, "close");
  const passing = { left: () => {}, lost: () => {} };
  const cable = createCable(new URL(`redis://127.0.0.1:${port}`), up, () => ({
    entered: () => passing,
    closed: () => {},
  }));
  onTestFinished(() => cable.close());
  const client = end(cable.connect());
  await expect.poll(client.over).toBeDefined();
  const again = end(cable.connect());
  await expect.poll(again.over).toBeDefined();
});
