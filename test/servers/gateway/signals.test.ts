// Signals that another process of the same user may send: none opens a debugger, which could read and run anything.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { isAlive, processesBelow } from "../../processes.ts";
import { startSupervised } from "../../supervised.ts";

test.skipIf(process.platform !== "linux")("SIGUSR1 opens no debugger in any of our processes", async () => {
  const { child, url, errors } = await startSupervised();
  const opened = await fetch(`${url}/api/labs`, { method: "POST" });
  expect(opened.status).toBe(201);
  const ours = processesBelow(child.pid ?? 0).filter(({ command }) => command.includes("/node "));
  const pids = [child.pid ?? 0, ...ours.map(({ pid }) => pid)];
  expect(pids.length).toBeGreaterThan(3);
  for (const pid of pids) process.kill(pid, "SIGUSR1");

  // If a debugger opens, Node says so at once, and listens.
  expect((await fetch(`${url}/api/labs`, { method: "POST" })).status).toBe(201);
  expect(pids.filter((pid) => !isAlive(pid))).toEqual([]);
  for (const pid of pids) expect(isDebugged(pid)).toBe(false);
  expect(errors.join("\n")).not.toContain("Debugger listening");
});

/** Whether this process listens on a debugger's port, 9229 (0x240D). */
function isDebugged(pid: number): boolean {
  const table = readFileSync(`/proc/${pid}/net/tcp`, "utf8").split("\n").slice(1);
  const inodes = table.flatMap((line) => {
    const [, local, , , , , , , , inode] = line.trim().split(/\s+/);
    return local?.endsWith(":240D") ? [`socket:[${inode}]`] : [];
  });
  const folder = `/proc/${pid}/fd`;
  const held = readdirSync(folder).map((name) => linkOf(`${folder}/${name}`));
  return held.some((link) => inodes.includes(link));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // closed meanwhile
  }
}
