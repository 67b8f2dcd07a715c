// What the machine takes away from the gateway: descriptors, processes, its files, and the right time.
import { execFileSync } from "node:child_process";
import { accessSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { siteFolder } from "../../servers/gateway/pages/build.ts";
import type { StartedPlayground } from "../playground.ts";
import fc from "../random.ts";
import { openRoom, type Room } from "./sending-clients.ts";

export type MachineFault =
  | { fault: "no descriptors are left"; spare: number; clients: number }
  | { fault: "no process can be started"; ms: number }
  | { fault: "the clock jumps"; byMinutes: number }
  | { fault: "the built site is away"; ms: number }
  | { fault: "the socket folder is deleted" }
  | { fault: "the pool is suspended"; ms: number };

const noForks = fileURLToPath(new URL("no-forks.ts", import.meta.url));
const fakeTime = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
  "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
  "/usr/local/lib/faketime/libfaketimeMT.1.dylib",
].find(isThere);

/** Faults this machine can't produce, each with a sentence that says why. */
export const skipped: string[] = [
  ...(fakeTime
    ? []
    : ["The clock doesn't jump: libfaketime isn't installed (Debian: apt install libfaketime)."]),
  ...(process.platform === "linux" ? [] : ["Descriptors don't run out: prlimit is on Linux only."]),
];

/** The playground's time of day, which it reads from this file. */
const clockFile = join(mkdtempSync(join(tmpdir(), "fault-clock-")), "offset");

/** How the playground must be started for these faults. */
export function machineEnvironment(): NodeJS.ProcessEnv {
  writeFileSync(clockFile, "+0s\n");
  return {
    NODE_OPTIONS: `--import=${noForks}`,
    ...(fakeTime && {
      [process.platform === "darwin" ? "DYLD_INSERT_LIBRARIES" : "LD_PRELOAD"]: fakeTime,
      FAKETIME_TIMESTAMP_FILE: clockFile,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    }),
  };
}

/** `isLong`: nothing else uses this checkout's built site in the meantime. A short run, next to other tests, only suspends processes. */
export function machineFaults(isLong: boolean): fc.Arbitrary<MachineFault>[] {
  const ms = fc.integer({ min: 100, max: 1500 });
  const pool: fc.Arbitrary<MachineFault> = fc.record({
    fault: fc.constant("the pool is suspended" as const),
    ms,
  });
  if (!isLong) return [pool];
  return [
    pool,
    fc.record({ fault: fc.constant("no process can be started" as const), ms }),
    fc.record({ fault: fc.constant("the socket folder is deleted" as const) }),
    ...(process.platform === "linux"
      ? [
          fc.record({
            fault: fc.constant("no descriptors are left" as const),
            spare: fc.integer({ min: 0, max: 20 }),
            clients: fc.integer({ min: 20, max: 100 }),
          }),
        ]
      : []),
    ...(fakeTime
      ? [
          fc.record({
            fault: fc.constant("the clock jumps" as const),
            byMinutes: fc.constantFrom(-24 * 60, -60, -1, 1, 20, 60, 24 * 60),
          }),
        ]
      : []),
    fc.record({ fault: fc.constant("the built site is away" as const), ms }),
  ];
}

export async function inflictOnMachine(
  fault: MachineFault,
  playground: StartedPlayground,
  rooms: readonly Room[],
): Promise<void> {
  const { pid, url } = playground;
  switch (fault.fault) {
    case "no descriptors are left": {
      const before = limitOf(pid);
      limit(pid, (playground.descriptors(pid) ?? 0) + fault.spare);
      const asked = Array.from({ length: fault.clients }, (_, index) =>
        ask(url, index % 5 ? "/404.html" : "/healthz"),
      );
      await Promise.all([...asked, tryALab(url)]);
      return limit(pid, before);
    }
    case "no process can be started":
      process.kill(pid, "SIGUSR2");
      await rooms[0]?.call("POST", "/servers/a/kill");
      await Promise.all([
        rooms[0]?.call("POST", "/servers/a/start").catch(() => {}),
        tryALab(url),
        tryALab(url),
      ]);
      await pause(fault.ms);
      return void process.kill(pid, "SIGUSR2");
    case "the clock jumps":
      writeFileSync(clockFile, `${fault.byMinutes < 0 ? "" : "+"}${fault.byMinutes}m\n`);
      return void (await pause(1500)); // it reads the file once a second
    case "the built site is away": {
      const away = `${siteFolder()}.away`;
      renameSync(siteFolder(), away);
      try {
        await Promise.all(["/", "/join/", "/404.html", "/_astro/gone.js"].map((path) => ask(url, path)));
        await pause(fault.ms);
      } finally {
        renameSync(away, siteFolder());
      }
      return;
    }
    case "the socket folder is deleted":
      for (const name of readdirSync(tmpdir()))
        if (name.startsWith(`crosstalk-${pid}-`)) rmSync(join(tmpdir(), name), { recursive: true });
      return;
    case "the pool is suspended":
      return suspendPool(fault.ms, playground, rooms);
  }
}

async function suspendPool(ms: number, playground: StartedPlayground, rooms: readonly Room[]): Promise<void> {
  const states = await Promise.all(rooms.map((room) => room.call("GET", "") as Promise<Room["lab"]>));
  const used = new Set(states.flatMap(({ servers }) => [servers.a.pid, servers.b.pid]));
  const waiting = playground
    .processes()
    .filter(
      ({ pid, parent, command }) =>
        parent === playground.pid && /--permission/.test(command) && !used.has(pid),
    );
  for (const { pid } of waiting) process.kill(pid, "SIGSTOP");
  const opened = tryALab(playground.url);
  await pause(ms);
  for (const { pid } of waiting) continueIfThere(pid);
  await opened;
}

function continueIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGCONT");
  } catch {
    // It was replaced in the meantime, as it should be.
  }
}

/** Opens a lab and closes it; a refusal is fine, as long as there is a response. */
async function tryALab(url: string): Promise<void> {
  const room = await openRoom(url).catch(() => null);
  room?.close();
  await room?.call("DELETE", "").catch(() => {});
}

async function ask(url: string, path: string): Promise<void> {
  await fetch(`${url}${path}`, { headers: { connection: "close" }, signal: AbortSignal.timeout(3000) })
    .then((answer) => answer.arrayBuffer())
    .catch(() => {}); // there was no descriptor for it
}

/** The soft limit of open files. */
function limitOf(pid: number): number {
  const line = execFileSync("prlimit", ["--pid", String(pid), "--nofile", "--noheadings", "--output=SOFT"], {
    encoding: "utf8",
  });
  return Number(line);
}

function limit(pid: number, files: number): void {
  execFileSync("prlimit", ["--pid", String(pid), `--nofile=${files}:`]);
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
