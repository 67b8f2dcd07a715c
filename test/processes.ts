// Processes as the system sees them: which are below another, which are running, and what they have open.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** The processes that `ancestor` started, and their descendants. */
export function processesBelow(ancestor: number): Process[] {
  const all = everyProcess();
  const found = new Set([ancestor]);
  // A child may come before its parent in the list.
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && found.has(pid));
}

/** Whether a process with this id is running; a zombie isn't. */
export function isAlive(pid: number): boolean {
  return everyProcess().some((one) => one.pid === pid);
}

/** How many descriptors a process has open; undefined if the system doesn't say. */
export function descriptorsOf(pid: number): number | undefined {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/fd`).length : undefined;
}

function everyProcess(): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, state = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid && !state.startsWith("Z") ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}
