// Finds the line of a syntax error in an app's ES module: its error does not say it, but `node --check` does.
import { spawnSync } from "node:child_process";
import { dirname, relative } from "node:path";
import type { CodePlace } from "../../../protocol.ts";

/** Returns where `loaded` has its syntax error, as a path relative to the folder of `file`. */
export function syntaxErrorOf(file: string, loaded: string): CodePlace | undefined {
  const { stderr } = spawnSync(process.execPath, ["--check", loaded], { encoding: "utf8", timeout: 5000 });
  const line = /^\S.*:(\d+)$/m.exec(stderr)?.[1];
  return line ? { file: relative(dirname(file), loaded), line: Number(line) } : undefined;
}
