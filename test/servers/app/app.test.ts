// An app of the user's own runs twice in a lab, unchanged: reached at its own addresses, watched, linked, and started again on save.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { exchange } from "../../security/raw.ts";
import { redisKinds, type TestLab, type World } from "../../world.ts";
import { apps, connect, copyOf, openApp } from "./copy.ts";

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  describe.skipIf(missing)("an app", () => {
    let world: World;
    let lab: TestLab;
    beforeAll(async () => {
      ({ world } = await openApp(join(apps, "chat.js"), kind));
      lab = await world.openLab({ shared: true });
    });
    afterAll(() => world.close());

    test("shows its own pages on A, on B and behind the balancer", async () => {
      const { urls } = lab.app ?? {};
      expect(lab.app?.file).toBe("chat.js");
      for (const url of Object.values(urls ?? {})) {
        expect(await (await fetch(`${url}/`)).text()).toContain("my app");
        expect(await (await fetch(`${url}/style.css`)).text()).toContain("red");
        expect((await fetch(`${url}/socket.io/socket.io.js`)).status).toBe(200);
        const rebound = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
        expect(await exchange(url, rebound)).toMatch(/ 403 /);
      }
      expect(lab.servers.a.app).toEqual({ socketIo: expect.stringMatching(/^4\./), adapter: null });
    });

    test("is heard on its own server alone, and on both with the adapter switched on", async () => {
      const { urls } = lab.app ?? {};
      const [alpha, beta] = [await connect(urls?.a ?? ""), await connect(urls?.b ?? "")];
      const heard: string[] = [];
      beta.on("chat message", (text) => heard.push(text));
      alpha.emit("chat message", "alone");
      await lab.traced("delivered", ({ text }) => text.includes("alone"));
      await lab.setLinks("adapter", "adapter");
      alpha.emit("chat message", "together");
      await expect.poll(() => heard).toEqual(["together"]);
      const { message } = await lab.traced("received", ({ text }) => text.includes("together"));
      for (const type of ["published", "arrived", "delivered"] as const)
        await lab.traced(type, (event) => event.message === message);
      await lab.traced("delivered", ({ event }) => event === "welcome");
      await lab.setLinks("none", "none");
    });

    test("is shared by everybody on this machine", async () => {
      expect((await world.openLab({ shared: true })).id).toBe(lab.id);
    });
  });
});

test.each([
  ["common.cjs", "order", [{ id: 7 }], { ok: 7 }],
  ["typed.ts", "ping", [], "pong"],
])("%s runs without a change", async (name, event, args, reply) => {
  const { world } = await openApp(join(apps, name));
  onTestFinished(() => world.close());
  const { app } = await world.openLab({ shared: true });
  const socket = await connect(app?.urls.b ?? "");
  expect(await socket.timeout(40_000).emitWithAck(event, ...args)).toEqual(reply);
});

test("an app with Express, static files, sign-in and rooms runs without a change", async () => {
  const { world } = await openApp(join(apps, "express.cjs"));
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  const { a = "", b = "" } = lab.app?.urls ?? {};
  expect(await (await fetch(a)).text()).toContain("chat");
  await expect(connect(a)).rejects.toThrow("invalid username");
  const [ann, ben] = [await connect(a, { username: "ann" }), await connect(b, { username: "ben" })];
  const heard: unknown[] = [];
  ben.onAny((...event) => heard.push(event));
  await lab.setLinks("adapter", "adapter");
  ann.emit("private message", { to: "ben", text: "psst" });
  await expect.poll(() => heard).toEqual([["private message", { text: "psst" }]]);
  expect(await ann.timeout(40_000).emitWithAck("count")).toBe(1);
});

test("a worker that waits for a cluster's primary gets its connections, and not the lab's messages", async () => {
  const { world, printed } = await openApp(join(apps, "worker.cjs"));
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  const socket = await connect(lab.app?.urls.a ?? "");
  expect(await socket.timeout(40_000).emitWithAck("worker")).toBe(true);
  expect(printed).toEqual([]);
});

test("TypeScript runs by the compiler that the app has, otherwise by Node", async () => {
  const file = copyOf("typed.ts", { packages: { "socket.io": "socket.io" }, type: "commonjs" });
  const compiler = join(file, "../node_modules/ts-node");
  mkdirSync(compiler);
  writeFileSync(
    join(compiler, "register.js"),
    `const { stripTypeScriptTypes } = require("node:module");
    require.extensions[".ts"] = (module, file) =>
      module._compile(stripTypeScriptTypes(require("fs").readFileSync(file, "utf8")), file);`,
  );
  writeFileSync(join(file, "../other.ts"), "module.exports = 'pong' as string;");
  // What Node alone refuses: an import without the file's ending.
  writeFileSync(
    file,
    `const { Server } = require("socket.io");
    const text: string = require("./other");
    new Server(3000).on("connection", (socket) => socket.on("ping", (done) => done(text)));`,
  );
  const { world, printed } = await openApp(file);
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  expect(printed).toEqual([]);
  const socket = await connect(lab.app?.urls.a ?? "");
  expect(await socket.timeout(40_000).emitWithAck("ping")).toBe("pong");
});

test("saving a file starts both servers again; what cannot run leaves the last good version", async () => {
  const file = copyOf("chat.js");
  const { world, printed } = await openApp(file);
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  const page = async () => (await fetch(lab.app?.urls.a ?? "")).text();

  writeFileSync(file, 'import { Server } from "socket.io";\n\nconst twice = 1;\nlet twice;\n');
  await expect.poll(() => printed.join("\n")).toMatch(/chat\.js:4: SyntaxError: .*go on with what they ran/);
  expect(await page()).toContain("my app");
  expect(await lab.traced("fault")).toMatchObject({ during: "load", file: "chat.js", line: 4 });

  writeFileSync(file, readFileSync(join(apps, "chat.js"), "utf8").replace("my app", "new app"));
  await expect.poll(page).toContain("new app");
});

const broken: [string, string, RegExp][] = [
  [
    "throws at start",
    'import "socket.io";\nthrow new Error("no database");',
    /app\.js:2: Error: no database/,
  ],
  [
    "has no Socket.IO",
    'import { createServer } from "node:http";\ncreateServer().listen(1);',
    /No Socket\.IO server/,
  ],
  [
    "never listens",
    'import { createServer } from "node:http";\nimport { Server } from "socket.io";\nnew Server(createServer());',
    /app\.js:3: .*did not listen/,
  ],
  [
    "creates two servers",
    'import { Server } from "socket.io";\nnew Server(1);\nnew Server(2);',
    /app\.js:3: Two Socket\.IO servers/,
  ],
  ["has a syntax error", 'import { Server } from "socket.io";\nnew Server(;', /app\.js:2: SyntaxError/],
];

test.each(broken)("an app that %s is refused with the line", async (_, text, says) => {
  const file = join(copyOf("chat.js"), "..", "app.js");
  writeFileSync(file, text);
  const { world } = await openApp(file);
  onTestFinished(() => world.close());
  const { status, body } = await world.call("POST", "/api/labs");
  expect(status).toBe(422);
  expect(`${body.error.file}:${body.error.line}: ${body.error.message}`).toMatch(says);
});
