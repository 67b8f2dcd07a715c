// Server processes that hang, misbehave or can't be started only harm their own lab, and never the gateway.
import { execFileSync, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { serverProgram } from "../../../servers/lab/child/server-process.ts";
import { ownCode } from "../../../servers/lab/code-change/own-code.ts";
import { confinement } from "../../../servers/lab/confinement.ts";
import type { Lab } from "../../../servers/lab/lab.ts";
import { createLabs, type Labs, type LabsOptions } from "../../../servers/lab/labs.ts";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { rogueActions } from "./rogue.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await locateRedis({ kind: "embedded" });
});
afterAll(() => redis.close());

function openLabs(options: Partial<LabsOptions> = {}): Labs {
  const { url, supports, onChange, kind, version } = redis;
  const shared = { url, supports, onChange, state: () => ({ kind, version, up: true }) };
  const labs = createLabs({ redis: shared, capacity: 10, poolSize: 2, onGone: () => {}, ...options });
  onTestFinished(() => labs.closeAll());
  return labs;
}

/** Processes below this one that run a server. */
function serverPids(): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && command.includes("--permission") ? [Number(pid)] : [];
  });
}

const rogue = new URL("./rogue.ts", import.meta.url);
const silent = new URL("./silent.ts", import.meta.url);

describe("a server process that", () => {
  test.each(Object.keys(rogueActions))("%s is ended, and nothing else is", async (misdeed) => {
    const labs = openLabs({ program: rogue, poolSize: 0 });
    const [lab, neighbour] = await Promise.all([labs.open(), labs.open()]);
    const number = Object.keys(rogueActions).indexOf(misdeed) + 1;
    const { pid } = lab.servers.a.state();

    await expect(lab.servers.a.setCable({ delayMs: number })).rejects.toThrow(/It was ended because it/);
    await expect.poll(() => lab.servers.a.state()).toMatchObject({ state: "crashed", pid: null });
    await expect.poll(() => lastReason(lab)).toMatch(/^SIGKILL: It was ended because it (sent|closed)/);
    expect(serverPids()).not.toContain(pid);
    await lab.servers.a.start();
    expect(lab.servers.a.state().state).toBe("running");
    await neighbour.servers.a.setCable({ delayMs: 0 });
  });
});

describe("a lab that has ended", () => {
  test("starts nothing, whatever was called before it ended and arrives after", async () => {
    const labs = openLabs({ poolSize: 0 });
    const lab = await labs.open();
    const code = ownCode({ "events.ts": `${readFileSync("servers/chat/events.ts", "utf8")}\n// changed` });
    const before = [lab.setCode(code, ["a", "b"]), lab.setCode(code, ["a"]), lab.servers.a.start()];
    await labs.close(lab.id, "closed");
    const calls = [...before, lab.setCode(code, ["a"]), lab.setCode(null, ["b"]), lab.servers.b.start()];

    const [, ...late] = await Promise.allSettled(calls.map((call) => call.then(() => "done")));
    expect(late.filter(({ status }) => status === "rejected")).toHaveLength(4);
    await expect.poll(serverPids).toEqual([]);
  });
});

test("a server process reports what is no call, and goes on", async () => {
  const child = fork(serverProgram, { execArgv: confinement, silent: true });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  child.stderr?.on("data", (chunk) => {
    printed += chunk;
  });
  const done = new Promise((resolve) =>
    child.on("message", (answer) => JSON.stringify(answer).includes("done") && resolve(answer)),
  );
  for (const call of [null, "ping", { call: "none" }, { call: "link", id: 1 }]) child.send(call as object);
  child.send({ call: "ping", id: 7 });
  expect(await done).toEqual({ answer: "done", id: 7 });
  await expect.poll(() => printed).toMatch(/Error in call of the gateway.*expected a call; got null/);
});

describe.skipIf(process.platform === "win32")("opening a lab", () => {
  test("keeps running while every process in the pool is suspended", async () => {
    const labs = openLabs({ poolSize: 4 });
    await labs.warmed;
    const waiting = serverPids();
    expect(waiting).toHaveLength(4);
    for (const pid of waiting) process.kill(pid, "SIGSTOP");

    const opened = await Promise.all([labs.open(), labs.open(), labs.open()]);
    expect(opened.map((lab) => lab.state().servers.a.state)).toEqual(["running", "running", "running"]);
    await expect.poll(() => serverPids().filter((pid) => waiting.includes(pid))).toEqual([]);
    await labs.closeAll();
    expect(serverPids()).toEqual([]);
  });

  test("is reported with what to do if it never gets ready, and the next one can try", async () => {
    const labs = openLabs({ program: silent, startWithinMs: 1000, poolSize: 1 });
    const answers = await Promise.allSettled([labs.open(), labs.open(), labs.open(), labs.open()]);

    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: "rejected",
        reason: {
          code: "unavailable",
          message: expect.stringMatching(/did not start within 1 s.*try again/),
        },
      });
    }
    await expect.poll(labs.lastStartError).toMatch(/not ready within 1000 ms/);
    await labs.closeAll();
    expect(serverPids()).toEqual([]);
  });

  test("is refused once Crosstalk is ending, and starts in progress end with it", async () => {
    const labs = openLabs({ program: silent, poolSize: 0 });
    const underWay = labs.open();
    const refused = expect(underWay).rejects.toMatchObject({ code: "unavailable" });
    await expect.poll(serverPids).toHaveLength(2);
    await labs.closeAll();
    await refused;

    await expect(labs.open()).rejects.toThrow(/shutting down/);
    expect(serverPids()).toEqual([]);
  });
});

function lastReason(lab: Lab): string | undefined {
  const { events } = lab.trace.after(0);
  return events.flatMap((event) => (event.type === "server" && event.reason ? [event.reason] : [])).at(-1);
}
