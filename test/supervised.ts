// Starts Crosstalk as a user does, with its supervisor, until the test ends.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

export interface Supervised {
  /** The supervisor. */
  child: ChildProcess;
  url: string;
  /** What it has printed to stderr, by line. */
  errors: string[];
}

export interface SuperviseOptions {
  args?: readonly string[];
  /** Default: that of the tests. */
  env?: NodeJS.ProcessEnv;
  /** Default: this checkout. */
  cwd?: string;
  /** Default: the Node that runs the tests. */
  node?: string;
  program?: string;
}

/** Resolves once it has printed its address. Rejects with what it printed to stderr if it ends before. */
export async function startSupervised({
  args = [],
  env = process.env,
  cwd = process.cwd(),
  node = process.execPath,
  program = "servers/start.js",
}: SuperviseOptions = {}): Promise<Supervised> {
  const { VITEST: _, ...environment } = env;
  const child = spawn(node, [program, "--port", "0", ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
  });
  onTestFinished(async () => {
    const exit = once(child, "exit");
    if (child.kill("SIGTERM")) await exit;
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const found = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url) found.resolve(url);
  });
  child.once("exit", (code) => found.reject(new Error(`it ended with ${code}:\n${errors.join("\n")}`)));
  return { child, url: await found.promise, errors };
}
