// The temporary folder as it may be on somebody's machine: full, closed, far away, or full of other people's files.
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSocketFolder } from "../../servers/lab/socket-folder.ts";
import { openWorld } from "../world.ts";

const isRoot = process.getuid?.() === 0;
/** Root may do everything, so if the tests run as root, the gateway runs as somebody else. */
const somebody = isRoot ? { uid: 65_534, gid: 65_534 } : {};

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "test-"));
  chmodSync(folder, 0o777);
  onTestFinished(() => {
    chmodSync(folder, 0o777);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** For gateways in this process, until the end of the test. */
function useFolder(folder: string): void {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
}

/** Starts the gateway with this temporary folder, without a redis-server, which would need the folder, too. */
function start(folder: string, args = ["--port", "0"]) {
  const child = spawn(process.execPath, ["servers/gateway/main.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: dirname(process.execPath), TMPDIR: folder },
    ...somebody,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, ended };
}

async function says(folder: string): Promise<{ code: number | null; said: string }> {
  const { child, ended } = start(folder);
  const said = (await child.stderr.setEncoding("utf8").toArray()).join("");
  return { code: await ended, said };
}

const advice = "Free some space, change its permissions, or choose another: TMPDIR=/tmp npm start\n";

describe.skipIf(process.platform === "win32")("a start whose temporary folder", () => {
  test("can't be written to says so in one sentence, and ends", async () => {
    const folder = openFolder();
    chmodSync(folder, 0o555);
    const { code, said } = await says(folder);

    expect(said).toMatch(/^The temporary folder \S+ cannot be used: EACCES.*\n$/);
    expect(said).toContain(advice);
    expect(code).toBe(1);
  });

  test("is missing says so in one sentence, and ends", async () => {
    const { code, said } = await says(join(openFolder(), "nowhere"));

    expect(said).toMatch(/^The temporary folder \S+nowhere cannot be used: ENOENT.*\n$/);
    expect(code).toBe(1);
  });

  test("has too long a path for a socket says so in one sentence, and ends", async () => {
    const folder = join(openFolder(), "x".repeat(100));
    mkdirSync(folder, { mode: 0o777 });
    const { code, said } = await says(folder);

    expect(said).toMatch(
      /^The temporary folder \S+ cannot be used: a socket's path can have at most 10[37] bytes.*\n$/,
    );
    expect(code).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("contains what another user's gateway left behind starts, and leaves that alone", async () => {
    const folder = openFolder();
    const theirs = join(folder, "crosstalk-4194301-abcdeg");
    mkdirSync(theirs);
    writeFileSync(join(theirs, "1.sock"), "");
    chmodSync(theirs, 0o555);
    onTestFinished(() => chmodSync(theirs, 0o777));
    const { child, ended } = start(folder);
    let url: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      url = /http:\/\/\S+/.exec(line)?.[0];
      if (url) break;
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    child.kill("SIGHUP");

    expect(await ended).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith("crosstalk-"))).toEqual([
      "crosstalk-4194301-abcdeg",
    ]);
  });
});

describe.skipIf(process.platform === "win32")("the folder of the servers' sockets", () => {
  test("is created again after it was deleted, and labs open", async () => {
    const folder = openFolder();
    useFolder(folder);
    const world = await openWorld();
    onTestFinished(() => world.close());
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });

    const lab = await world.openLab();
    const alpha = await lab.client("a");
    expect(await alpha.send("hi")).toBe("ok");
  });

  test("has no file of a server whose process is gone", async () => {
    const folder = openFolder();
    useFolder(folder);
    const world = await openWorld();
    onTestFinished(() => world.close());
    const [ours = ""] = readdirSync(folder);
    const lab = await world.openLab();
    expect(readdirSync(join(folder, ours))).toHaveLength(2);
    await lab.change("POST", "/servers/a/kill");
    expect(readdirSync(join(folder, ours))).toHaveLength(1);
    await lab.change("DELETE", "");

    expect(readdirSync(join(folder, ours))).toEqual([]);
  });

  test("is removed if a killed gateway with the same process id left it, but not while that one is running", () => {
    const folder = openFolder();
    useFolder(folder);
    mkdirSync(join(folder, `crosstalk-${process.pid}-killed`));
    const first = createSocketFolder();
    const second = createSocketFolder();

    expect(readdirSync(folder)).toHaveLength(2);
    expect(readdirSync(folder)).not.toContain(`crosstalk-${process.pid}-killed`);
    first.remove();
    second.remove();
    expect(readdirSync(folder)).toEqual([]);
  });
});
