// The bridge as most tutorials print it, with one connection: what it does to a server, and how the lab shows it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hears, openWorld, redisKinds, type TestClient, type TestLab, type World } from "../../../world.ts";

/** Redis' own message. */
const refusal = /ERR Can't execute 'publish': only \(P\|S\)SUBSCRIBE/;

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  let world: World;
  let lab: TestLab;
  let alpha: TestClient;
  let beta: TestClient;
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    lab = await world.openLab({ shared: true });
    [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
  });
  afterAll(() => world?.close());

  const stateOf = async () => (await world.call("GET", `/api/labs/${lab.id}`)).body.servers;

  beforeEach(() => {
    for (const client of [alpha, beta]) client.heard.length = 0;
  });

  it("can be switched away before anything is sent", async () => {
    for (const to of ["none", "bridge", "adapter", "sharded"]) {
      await lab.setLinks("bridge-single", "bridge-single");
      await lab.setLinks(to, to);
      await alpha.send(`by ${to}`);
      await hears(alpha, `by ${to}`);
    }

    expect(await hears(beta, "by sharded")).toEqual(["by bridge", "by adapter", "by sharded"]);
    expect(await stateOf()).toMatchObject({
      a: { pid: lab.servers.a.pid },
      b: { pid: lab.servers.b.pid },
    });
  });

  it("hears what a fixed bridge sends, as the text that passed", async () => {
    await lab.setLinks("bridge", "bridge-single");
    await alpha.send({ hi: 1 });

    expect(await hears(beta, '{"hi":1}')).toEqual(['{"hi":1}']);
    expect(await hears(alpha, { hi: 1 })).toEqual([{ hi: 1 }]);
  });

  it("kills its server at the first message, with Redis' error, and start brings it back", async () => {
    await lab.setLinks("bridge-single", "bridge-single");
    alpha.socket.emit("message", "deadly");

    const crash = await lab.traced("server", ({ state }) => state === "crashed");
    expect(crash).toMatchObject({ server: "a", pid: null, reason: expect.stringMatching(refusal) });
    expect(crash.reason).toMatch(/^exit code 1: /);
    const { text } = await lab.traced("log", (event) => refusal.test(event.text));
    expect(text).toMatch(refusal);
    const { message } = await lab.traced("received", ({ text }) => text === '"deadly"');
    expect(await lab.traced("accepted", (event) => event.message === message)).toMatchObject({
      server: "a",
      receivers: null,
      error: expect.stringMatching(refusal),
    });
    expect(await stateOf()).toMatchObject({
      a: { state: "crashed", link: "bridge-single" },
      b: { state: "running", pid: lab.servers.b.pid },
    });
    expect(beta.socket.connected).toBe(true);
    expect(beta.heard).toEqual([]);

    const back = new Promise<void>((resolve) => alpha.socket.once("connect", () => resolve()));

    expect(await lab.change("POST", "/servers/a/start")).toMatchObject({
      state: "running",
      link: "bridge-single",
    });
    await back;
    await lab.change("PATCH", "/servers/a", { link: "none" });
    expect(await alpha.send("alive")).toBe("ok");
    expect(await hears(alpha, "alive")).toEqual(["alive"]);
  });
});
