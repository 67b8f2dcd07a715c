// Runs Astro in a separate process, to build the pages or to serve them during development.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs Astro and resolves once it exits. Rejects with its output if it fails; with "inherit" that goes to the terminal. */
export function runAstro(
  args: string[],
  stdio: "pipe" | "inherit",
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const astro = join(root, "node_modules/astro/bin/astro.mjs");
  const child = spawn(process.execPath, [astro, ...args], {
    cwd: root,
    stdio: ["ignore", stdio, stdio],
    // Astro reads where the site stands from its configuration only; a BASE_URL in the environment would contradict that.
    env: { ...process.env, BASE_URL: undefined, ASTRO_TELEMETRY_DISABLED: "1", ...env },
  });
  let output = "";
  const saveOutput = (chunk: Buffer) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout?.on("data", saveOutput);
  child.stderr?.on("data", saveOutput);
  child.on("error", reject);
  child.on("close", (code) => {
    if (code === 0) resolve();
    else reject(new Error(`astro ${args.join(" ")} ended with ${code}:\n${output}`));
  });
  const end = () => child.kill();
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
  return promise;
}
