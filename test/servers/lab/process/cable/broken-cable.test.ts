import { describe, expect, test } from "vitest";
import { open, up } from "./open-cable.ts";

describe("close", () => {
  test("ends every connection by a FIN at both ends, and refuses new ones", async () => {
    const { cable, pair, connect, openTaps } = await open();
    const { client, far } = await pair();
    cable.set({ state: "close", delayMs: 0 });

    await expect.poll(() => [client.over(), far.over()]).toEqual(["end", "end"]);
    expect((await connect()).over()).toBe("ECONNREFUSED");
    await expect.poll(openTaps).toBe(0);
  });

  test("ends when the cable is up again", async () => {
    const { cable, pair, connect } = await open({ state: "close", delayMs: 0 });
    expect((await connect()).over()).toBe("ECONNREFUSED");
    cable.set(up);
    const { client, far } = await pair();
    client.socket.write("back");
    await expect.poll(far.text).toBe("back");
  });

  test("loses what a delay still holds, and reports it", async () => {
    const { cable, pair, entered, reported } = await open({ state: "up", delayMs: 10_000 });
    const { client, far } = await pair();
    client.socket.write("late");
    far.socket.write("x");
    await expect.poll(() => entered).toHaveLength(2);
    cable.set({ state: "close", delayMs: 0 });

    expect(reported.toSorted()).toEqual(["lost redis 4 close", "lost server 1 close"]);
    await expect.poll(far.over).toBe("end");
    expect(far.text()).toBe("");
  });
});

describe("reset", () => {
  test("breaks every connection by a RST, and new ones too", async () => {
    const { cable, pair, connect } = await open();
    const { client, far } = await pair();
    cable.set({ state: "reset", delayMs: 0 });

    await expect.poll(client.over).toBe("ECONNRESET");
    await expect.poll(far.over).toBeDefined();
    await expect.poll((await connect()).over).toBe("ECONNRESET");
  });

  test("ends when the cable is up again", async () => {
    const { cable, pair } = await open({ state: "reset", delayMs: 0 });
    cable.set(up);
    const { client, far } = await pair();
    client.socket.write("back");
    await expect.poll(far.text).toBe("back");
    expect(client.over()).toBeUndefined();
  });
});

describe("blackhole", () => {
  test("keeps connections open, accepts new ones, and loses every byte", async () => {
    const { cable, pair, connect, accepted, reported } = await open();
    const { client, far } = await pair();
    cable.set({ state: "blackhole", delayMs: 0 });
    client.socket.write("lost");
    far.socket.write("lost too");
    const late = await connect();
    late.socket.write("void");

    await expect
      .poll(() => reported.toSorted())
      .toEqual(["lost redis 4 blackhole", "lost redis 4 blackhole", "lost server 8 blackhole"]);
    expect([client.over(), far.over(), late.over()]).toEqual([undefined, undefined, undefined]);
    expect([client.text(), far.text()]).toEqual(["", ""]);
    expect(accepted).toHaveLength(1);
  });

  test("keeps a connection that lost nothing, and resets one that did", async () => {
    const { cable, pair, connect, reported } = await open();
    const quiet = await pair();
    const torn = await pair();
    cable.set({ state: "blackhole", delayMs: 0 });
    torn.client.socket.write("lost");
    const late = await connect();
    await expect.poll(() => reported).toEqual(["lost redis 4 blackhole"]);
    cable.set(up);

    await expect.poll(torn.client.over).toBe("ECONNRESET");
    await expect.poll(late.over).toBe("ECONNRESET");
    quiet.client.socket.write("still here");
    await expect.poll(quiet.far.text).toBe("still here");
  });

  test("still sees a client leave", async () => {
    const { cable, pair, openTaps } = await open();
    const { client, far } = await pair();
    cable.set({ state: "blackhole", delayMs: 0 });
    client.socket.end();
    await expect.poll(far.over).toBe("end");
    await expect.poll(openTaps).toBe(0);
  });
});
