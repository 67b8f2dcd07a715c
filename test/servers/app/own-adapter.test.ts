// An app that has an adapter of its own runs without it on request, so that one sees what it does, and with it again.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openWorld, type World } from "../../world.ts";
import { connect, copyOf, openApp } from "./copy.ts";

const adapters = { "@socket.io/redis-adapter": "@socket.io/redis-adapter", ioredis: "ioredis" };

test.each(["socket.io-4.4", "socket.io-4.7", "socket.io"])(
  "%s: without it, B's clients hear A's only by the lab's adapter; with it, by its own",
  async (installed) => {
    const packages = { "socket.io": installed, ...adapters };
    const { world } = await openApp(copyOf("ioredis.cjs", { packages, type: "commonjs" }));
    onTestFinished(() => world.close());
    const lab = await world.openLab({ shared: true });
    const { a = "", b = "" } = lab.app?.urls ?? {};
    const app = async () => (await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.app;
    const heard: string[] = [];
    const say = async (text: string) => {
      const [alpha, beta] = [await connect(a), await connect(b)];
      beta.on("said", (said: string) => heard.push(said));
      alpha.emit("say", text);
      await lab.traced("delivered", (event) => event.text.includes(text));
      // Behind it, by the same way.
      await lab.setLinks("adapter", "adapter");
      alpha.emit("say", `${text}, by the lab's`);
      await expect.poll(() => heard).toContain(`${text}, by the lab's`);
    };

    await lab.change("PATCH", "/app", { ownAdapter: false });
    expect(await app()).toMatchObject({ adapter: null, isAdapterLeftOut: true });
    await say("alone");
    expect(heard).toEqual(["alone, by the lab's"]);
    await lab.change("POST", "/servers/a/kill");
    await lab.change("POST", "/servers/a/start");
    expect(await app()).toMatchObject({ adapter: null, isAdapterLeftOut: true });

    const { servers } = await lab.change("PATCH", "/app", { ownAdapter: true });
    expect(servers.a).toMatchObject({ link: "none", app: { adapter: "RedisAdapter" } });
    expect(servers.a.app).not.toHaveProperty("isAdapterLeftOut");
    const [alpha, beta] = [await connect(a), await connect(b)];
    beta.on("said", (said: string) => heard.push(said));
    alpha.emit("say", "by its own");
    await expect.poll(() => heard).toContain("by its own");
  },
);

test("an adapter that is set later is left out too, and recovery keeps the one that Socket.IO gives it", async () => {
  const file = copyOf("ioredis.cjs", { type: "commonjs" });
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(
      /const io = .*\n/,
      `const io = new Server(3000, { connectionStateRecovery: {} });
setImmediate(() => io.adapter(createAdapter(pub, pub.duplicate())));
io.on("connection", (socket) => socket.on("which", (done) => done(io.of("/").adapter.constructor.name)));\n`,
    ),
  );
  const { world } = await openApp(file);
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  const which = async () =>
    (await connect(lab.app?.urls.a ?? "")).timeout(40_000).emitWithAck("which") as Promise<string>;
  expect(await which()).toBe("RedisAdapter");
  const state = async () => (await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.app;
  expect(await state()).toMatchObject({ adapter: "RedisAdapter" });
  await lab.traced("app", ({ app, during }) => app.adapter === "RedisAdapter" && during === "run");
  await expect(lab.setLinks("adapter", "adapter")).rejects.toThrow("409");
  await lab.change("PATCH", "/app", { ownAdapter: false });
  expect(await which()).toBe("SessionAwareAdapter");
});

test("a report on an app is kept if the app can't be started again, and forgotten once it is", async () => {
  const file = copyOf("chat.js");
  const flag = join(dirname(file), "flag");
  writeFileSync(
    file,
    `import { existsSync } from "node:fs";\nif (existsSync("${flag}")) throw new Error("flagged");\n${readFileSync(file, "utf8")}`,
  );
  const { world } = await openApp(file);
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  const report = async () => (await world.call("GET", `/api/labs/${lab.id}/report`)).body.is as string;
  await lab.change("POST", "/report", { probes: { events: [{ event: "chat message", args: ["hi"] }] } });
  await expect.poll(report).toBe("done");
  writeFileSync(flag, "");
  await expect(lab.change("PATCH", "/app", { ownAdapter: false })).rejects.toThrow("422");
  expect(await report()).toBe("done");
  rmSync(flag);
  await lab.change("PATCH", "/app", { ownAdapter: false });
  expect(await report()).toBe("none");
});

test("a call that isn't about an app, or says nothing, is refused", async () => {
  const { world } = await openApp(copyOf("chat.js"));
  const plain = await openWorld();
  onTestFinished(async () => {
    await Promise.all([world.close(), plain.close()]);
  });
  const errorOf = async ({ openLab, call }: World, body: unknown) => {
    const { id, token } = await openLab({ shared: true });
    return (await call("PATCH", `/api/labs/${id}/app`, { token, body })).body.error;
  };
  expect(await errorOf(world, { ownAdapter: "no" })).toMatchObject({ code: "invalid" });
  expect(await errorOf(plain, { ownAdapter: false })).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("--server"),
  });
});
