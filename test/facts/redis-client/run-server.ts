// Runs one-server.ts, a server in its own process behind its own cable, and sends it commands.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import type { CableSetting } from "../../../servers/lab/process-protocol.ts";
import { newKey } from "../servers.ts";

interface Ended {
  code: number | null;
  lastOutput: string;
}

/** A server in its own process, with its own cable. */
export async function runServer(redisUrl: string, mode: string, { user = "", speed = 1 } = {}) {
  const key = newKey();
  const url = user ? redisUrl.replace(/\/\/.*@/, `//${user}`) : redisUrl;
  const program = `${import.meta.dirname}/one-server.ts`;
  const child = spawn(process.execPath, ["--expose-gc", program, url, key, mode, `${speed}`]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let lastOutput = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    lastOutput += text;
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const ended = once(child, "close").then(([code]): Ended => ({ code, lastOutput }));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  /** Also resolves when the process ends; the test decides what unfinished work means. */
  async function says(line: string): Promise<void> {
    while (!lines.includes(line) && isAlive()) await Promise.race([once(output, "line"), ended]);
  }
  async function command(line: string): Promise<void> {
    child.stdin.write(`${line}\n`);
    await says(`done: ${line}`);
  }
  await says("ready");
  return {
    key,
    ended,
    isAlive,
    says,
    lines,
    async cable(state: CableSetting["state"]) {
      await command(`cable ${state}`);
      if (state === "close" || state === "reset") await says("cut off");
    },
    emit: (text: string) => command(`emit ${text}`),
    command,
  };
}
