// Runs a program of examples/ as a reader does.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { locateRedis } from "../../servers/redis/locate.ts";

export const folderOf = (example: string) =>
  fileURLToPath(new URL(`../../examples/${example}/`, import.meta.url));

/** The address of a Redis that is closed with the test. */
export async function openRedis(kind: "local" | "embedded"): Promise<string> {
  const redis = await locateRedis({ kind });
  onTestFinished(() => redis.close());
  return redis.url;
}

/** Runs `node …` in the example's folder; ends with the test. */
export function runNode(example: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, { cwd: folderOf(example), env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill());
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, ended, out: createInterface(child.stdout), err: createInterface(child.stderr) };
}

export async function lineWith(lines: Interface, text: string): Promise<string> {
  for await (const line of lines) if (line.includes(text)) return line;
  throw new Error(`It ended and never printed “${text}”.`);
}
