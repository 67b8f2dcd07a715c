// A learner's own code runs on a lab's servers: as sent, on those that were named, until it is taken back.
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../../../servers/gateway/config.ts";
import { type CodeFile, codeFiles, type LabState, type LinkName } from "../../../../servers/protocol.ts";
import { hears, openWorld, redisKinds, type TestLab, type World } from "../../../world.ts";

const original = (name: CodeFile) =>
  readFileSync(new URL(`../../../../servers/chat/${name}`, import.meta.url), "utf8");

/** The lessons' handlers, which shout. */
const shouting = original("handlers.ts").replace(
  'io.emit("message", data)',
  'io.emit("message", String(data as string).toUpperCase())',
);

const change = (lab: TestLab, files: Record<string, string>, servers?: string[]): Promise<LabState> =>
  lab.change("PATCH", "/code", { files, ...(servers && { servers }) }) as Promise<LabState>;

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  if (missing) return void test.skip("no redis-server on the PATH");
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind);
  });
  afterAll(() => world.close());

  test("runs on both servers, and on one; {} gives the lesson's own back", async () => {
    const lab = await world.openLab();
    expect(await change(lab, { "handlers.ts": shouting })).toMatchObject({
      servers: {
        a: { state: "running", code: { files: ["handlers.ts"] } },
        b: { state: "running", code: { files: ["handlers.ts"] } },
      },
    });
    const alpha = await lab.client("a");
    await alpha.send("hi");
    await hears(alpha, "HI");

    const back = await change(lab, {}, ["a"]);
    expect([back.servers.a.code, back.servers.b.code?.files]).toEqual([null, ["handlers.ts"]]);
    const again = await lab.client("a");
    await again.send("hi");
    await hears(again, "hi");
    const beta = await lab.client("b", { transports: ["websocket"] });
    await beta.send("hi");
    await hears(beta, "HI");
  });

  test("survives a kill and a start, and stands in the state and in the trace", async () => {
    const lab = await world.openLab();
    const { servers } = await change(lab, { "handlers.ts": shouting }, ["b"]);
    expect(await lab.traced("code")).toMatchObject({ server: "b", code: servers.b.code });
    await lab.change("POST", "/servers/b/kill");
    await lab.change("POST", "/servers/b/start");
    const beta = await lab.client("b");
    await beta.send("hi");
    await hears(beta, "HI");
    expect(await lab.change("DELETE", "/code")).toMatchObject({ servers: { b: { code: null } } });
    expect(await lab.traced("code", ({ code }) => code === null)).toMatchObject({ server: "b" });
  });

  test("starts a server that was stopped", async () => {
    const lab = await world.openLab();
    await lab.change("POST", "/servers/a/kill");
    expect(await change(lab, { "handlers.ts": shouting })).toMatchObject({
      servers: { a: { state: "running" }, b: { state: "running" } },
    });
  });

  test("changes no server when one of them cannot load it", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a", { transports: ["websocket"] });
    const failing = `${shouting}\nthrow new Error("boom");`;
    await expect(change(lab, { "handlers.ts": failing })).rejects.toThrow(/422.*boom.*"line":/);
    await alpha.send("hi");
    await hears(alpha, "hi");
    expect(await lab.traced("fault")).toMatchObject({ during: "load", file: "handlers.ts" });
  });

  test("a link of its own that throws isn't blamed on Redis", async () => {
    const lab = await world.openLab();
    const failing = original("links/bridge.ts").replace(
      "await connectAll(",
      'throw new Error("mine"); await connectAll(',
    );
    await change(lab, { "links/bridge.ts": failing });
    await expect(lab.setLinks("bridge", "none")).rejects.toThrow(
      /409.*could not be linked by bridge: its code failed: mine/,
    );
  });

  test.each<LinkName>(["bridge", "adapter"])(
    "a server that runs it is linked by %s, and watched",
    async (link) => {
      const lab = await world.openLab();
      await lab.setLinks(link, link);
      await change(lab, { "handlers.ts": shouting.replace("publish(data)", 'publish("hi!")') });
      const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
      await alpha.send("hi");
      await hears(beta, link === "bridge" ? "hi!" : "HI");
      const { message } = await lab.traced("sent");
      for (const type of ["received", "published", "accepted", "forwarded", "arrived", "delivered"] as const)
        await lab.traced(type, (event) => event.message === message);
      await lab.setLinks("none", "none");
      await alpha.send("alone");
      await hears(alpha, "ALONE");
    },
  );
});

describe("a change with", () => {
  let world: World;
  let lab: TestLab;
  beforeAll(async () => {
    world = await openWorld();
    lab = await world.openLab({ shared: true });
  });
  afterAll(() => world.close());

  test.each<[string, object]>([
    ["a file that the chat server hasn't", { files: { "main.ts": "" } }],
    ["a path", { files: { "../lab/lab.ts": "" } }],
    ["a server that isn't there", { files: {}, servers: ["c"] }],
    ["no server", { files: {}, servers: [] }],
    ["no files", {}],
    ["a file that is too long", { files: { "handlers.ts": "x".repeat(64_001) } }],
  ])("%s is refused", async (_, body) => {
    const answer = await world.call("PATCH", `/api/labs/${lab.id}/code`, { token: lab.token, body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
  });
});

test("every file of the chat server can be changed, but those that run it", () => {
  const files = readdirSync(new URL("../../../../servers/chat/", import.meta.url), { recursive: true })
    .map((path) => String(path).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && path !== "main.ts" && path !== "graceful.ts");
  expect(files.toSorted()).toEqual([...codeFiles].toSorted());
});

describe("where other machines can reach the gateway", () => {
  test.each([
    ["it is off", {}, 403],
    ["it is on with --allow-code", { mayRunCode: true }, 200],
  ])("%s, and the lab and /healthz say so", async (_, options, status) => {
    const world = await openWorld("embedded", { host: "0.0.0.0", ...options });
    onTestFinished(() => world.close());
    const lab = await world.openLab();
    expect(lab.mayRunCode).toBe(status === 200);
    expect((await world.call("GET", "/healthz")).body.mayRunCode).toBe(status === 200);
    const answer = await world.call("PATCH", `/api/labs/${lab.id}/code`, {
      token: lab.token,
      body: { files: {} },
    });
    expect(answer.status).toBe(status);
    const other = await world.call("PATCH", `/api/labs/${lab.id}/code`, { token: "x", body: { files: {} } });
    expect(other.status).toBe(403);
  });

  test.each([
    [["--allow-code"], {}, true],
    [[], { ALLOW_CODE: "1" }, true],
    [[], {}, undefined],
  ])("flags %j with %j allow it: %s", (args, env, allowed) => {
    expect(readConfig(args, env).allowCode).toBe(allowed);
  });
});
