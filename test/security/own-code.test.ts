// Whatever a learner's code does, it ends at most its own lab's server, and the trace says why and in which line.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Traced } from "../../servers/protocol.ts";
import { openWorld, type TestClient, type TestLab, type World } from "../world.ts";

const original = readFileSync(new URL("../../servers/chat/handlers.ts", import.meta.url), "utf8");
const atImport = (code: string) => `${original}\n${code}\n`;
const lastLine = original.split("\n").length + 1;
/** Runs when a client sends a message. */
const marker = '  socket.on("message", (data, ack) => {';
const inHandler = (code: string) => original.replace(marker, marker.replace("=> {", `=> { ${code}`));
const handlerLine = original.split("\n").indexOf(marker) + 1;

interface Misdeed {
  code: string;
  why?: Why | readonly Why[];
  says: RegExp;
  /** Where it isn't the last. */
  line?: number;
}

type Why = Traced<"fault">["why"];
/** On a busy machine, it may be ended for not answering before its memory is full. */
const full = { why: ["memory", "hung"], says: /memory|did not answer/i } as const;

let world: World;
let neighbour: TestLab;
let bystander: TestClient;
beforeAll(async () => {
  world = await openWorld("embedded", { poolSize: 4 });
  neighbour = await world.openLab({ shared: true });
  bystander = await neighbour.client("a");
});
afterAll(() => world.close());

function isLike(fault: Traced<"fault">, during: string, why: Why | readonly Why[], says: RegExp): boolean {
  return (
    fault.server === "a" &&
    fault.during === during &&
    [why].flat().includes(fault.why) &&
    says.test(fault.text)
  );
}

async function send(lab: TestLab, code: string) {
  const body = { files: { "handlers.ts": code }, servers: ["a"] };
  return world.call("PATCH", `/api/labs/${lab.id}/code`, { token: lab.token, body });
}

const loading: Record<string, Misdeed> = {
  "has a syntax error": { code: "const x = ;", says: /Expression expected/ },
  "declares a name twice": { code: "let twice; let twice;", says: /already been declared/ },
  "needs more than erasing types": { code: "enum Colour { Red }", says: /enum is not supported/ },
  throws: { code: 'throw new TypeError("boom");', says: /TypeError: boom/ },
  "throws what cannot be shown": {
    code: "throw { get message() { throw 1 }, toString() { throw 2 } };",
    says: /cannot be shown/,
  },
  "leaves a promise rejected": { code: 'Promise.reject(new Error("boom"));', says: /boom/ },
  "ends its process": { code: "process.exit(3);", why: "exit", says: /process\.exit\(3\)/ },
  "never returns": { code: "while (true);", why: "hung", says: /did not answer for 5 s/ },
  "waits forever": { code: "await new Promise(() => {});", why: "hung", says: /did not answer for 5 s/ },
  "fills its heap": {
    code: "const all = []; while (true) all.push(new Array(100_000).fill({}));",
    ...full,
  },
  "fills its memory": {
    code: "const all = []; while (true) all.push(Buffer.alloc(1_000_000, 1));",
    ...full,
  },
  "is nested too deeply": { code: "(".repeat(20_000), says: /nested too deeply/, line: 1 },
  "imports node:fs": { code: 'import "node:fs";', says: /"node:fs" cannot be imported/ },
  "imports node:process": { code: 'import "node:process";', says: /cannot be imported/ },
  "imports child_process when it runs": {
    code: 'await import("node:child_process");',
    says: /cannot be imported/,
  },
  "imports node:net by a string": {
    code: "await new Function(\"return import('node:net')\")();",
    says: /cannot be imported/,
  },
  "imports a file": { code: 'import "file:///etc/hosts";', says: /cannot be imported/ },
  "imports Crosstalk's own": { code: 'import "../lab/errors.ts";', says: /cannot be imported/ },
  "imports data": { code: 'await import("data:text/javascript,1");', says: /cannot be imported/ },
  "imports a name that isn't there": {
    code: 'import { nothing } from "./link.ts"; nothing();',
    says: /does not provide an export named 'nothing'/,
  },
  "reaches for Node's internals": {
    code: 'process.binding("fs");',
    says: /process\.binding is not a function/,
  },
  "fakes what its server reports": {
    code: 'process.send({ answer: "observed", until: 1, observations: [] });',
    says: /process\.send is not a function/,
  },
  "kills its parent": { code: "process.kill(process.ppid);", says: /process\.kill is not a function/ },
  "calls out": { code: 'await fetch("http://127.0.0.1");', says: /fetch is not defined/ },
};

describe("code that, while it is loaded,", () => {
  let lab: TestLab;
  let alpha: TestClient;
  beforeAll(async () => {
    lab = await world.openLab({ shared: true });
    alpha = await lab.client("a", { transports: ["websocket"] });
  });

  test.each(Object.entries(loading))("%s is refused, and the server goes on", async (_, misdeed) => {
    const { code, why = "error", says, line = lastLine } = misdeed;
    const { status, body } = await send(lab, atImport(code));
    expect({ status, ...body.error }).toMatchObject({
      status: 422,
      code: "code",
      message: expect.stringMatching(says),
    });
    await lab.traced("fault", (fault) => isLike(fault, "load", why, says));
    const hasLine = why === "exit" || (why === "error" && !says.source.includes("shown"));
    if (hasLine) expect(body.error).toMatchObject({ file: "handlers.ts", line });
    expect(await alpha.send("as before")).toBe("ok");
    expect(await bystander.send("still here")).toBe("ok");
  });

  test("lacks what the lab needs is refused", async () => {
    const body = { files: { "server.ts": "export const createChatServer = () => ({});" } };
    const answer = await world.call("PATCH", `/api/labs/${lab.id}/code`, { token: lab.token, body });
    expect(answer).toMatchObject({ status: 422, body: { error: { file: "server.ts", line: 1 } } });
    expect(await alpha.send("as before")).toBe("ok");
  });
});

const running: Record<string, Misdeed> = {
  throws: { code: 'throw new Error("boom");', says: /Error: boom/ },
  "rejects a promise": { code: '(async () => { throw new Error("late"); })();', says: /Error: late/ },
  "ends its process": { code: "process.exit(0);", why: "exit", says: /process\.exit\(0\)/ },
  "never returns": { code: "for (;;);", why: "hung", says: /did not answer for 5 s/ },
  "prints without end": {
    code: 'for (;;) console.log("x".repeat(1000));',
    ...full,
  },
  "waits in a lock": {
    code: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
    why: "hung",
    says: /did not answer/,
  },
  "fills its heap": {
    code: "const all = []; for (;;) all.push(new Array(100_000).fill({}));",
    ...full,
  },
  "fills its memory": {
    code: "const all = []; for (;;) all.push(Buffer.alloc(1_000_000, 1));",
    ...full,
  },
  "breaks what every object has": {
    code: "Map.prototype.get = () => { throw new Error('mine'); };",
    says: /mine/,
  },
  listens: { code: "io.listen(0);", says: /cannot listen/ },
};

describe("code that, while it runs,", () => {
  let lab: TestLab;
  let beta: TestClient;
  beforeAll(async () => {
    lab = await world.openLab({ shared: true });
    beta = await lab.client("b");
  });

  test.each(Object.entries(running))("%s ends its own server", async (_, { code, why = "error", says }) => {
    expect((await send(lab, inHandler(code))).status).toBe(200);
    const alpha = await lab.client("a", { reconnection: false });
    alpha.socket.emit("message", "go");
    await expect
      .poll(async () => (await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.state)
      .toBe("crashed");
    const fault = await lab.traced("fault", (fault) => isLike(fault, "run", why, says));
    if (why === "error" && !says.source.includes("mine"))
      expect(fault).toMatchObject({ file: "handlers.ts", line: handlerLine });
    if (why === "exit") expect(fault).toMatchObject({ file: "handlers.ts", line: handlerLine });
    expect(await beta.send("still here")).toBe("ok");
    expect(await bystander.send("still here")).toBe("ok");
  });

  test("connects to another Redis is refused", async () => {
    const port = new URL(world.url).port;
    const dialling = original
      .replace(marker, `import { createClient } from "redis";\n${marker}`)
      .replace(
        'reply(ack, "ok");',
        `createClient({ url: "redis://127.0.0.1:${port}", socket: { reconnectStrategy: false } }).on("error", () => {}).connect().catch((error) => reply(ack, error.code));`,
      );
    const code = `import { createClient } from "redis";\n${dialling.replace('import { createClient } from "redis";\n', "")}`;
    expect((await send(lab, code)).status).toBe(200);
    const alpha = await lab.client("a");
    expect(await alpha.send("go")).toBe("ERR_ACCESS_DENIED");
  });

  test("prints often is cut short, and goes on", async () => {
    const printing = inHandler(
      'setInterval(() => { for (let i = 0; i < 1000; i += 1) console.log("x"); }, 1);',
    );
    expect((await send(lab, printing)).status).toBe(200);
    const alpha = await lab.client("a");
    expect(await alpha.send("go")).toBe("ok");
    await lab.traced("log", ({ text }) => /more lines in this second/.test(text));
    expect(await bystander.send("still here")).toBe("ok");
    expect((await lab.change("DELETE", "/code")) as object).toMatchObject({ servers: { a: { code: null } } });
  });
});
