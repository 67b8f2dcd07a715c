// Runs with the confinement of a lab's server, tries what such a process must not do, and reports what it could.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { dropFileAccess } from "../../servers/lab/process/drop-files.ts";

const file = (path: string) => new URL(`../../${path}`, import.meta.url);
const trials: Record<string, () => unknown> = {
  "read its code": () => readFileSync(file("servers/protocol.ts")),
  "read the lessons": () => readFileSync(file("lessons/pages/index.mdx")),
  "read the system": () => readFileSync("/etc/hosts"),
  "write compiled code": () => writeFileSync(join(process.env.NODE_COMPILE_CACHE ?? "", "probe"), ""),
  "write next to its code": () => writeFileSync(file("servers/written.txt"), ""),
  "write a temporary file": () => writeFileSync(join(tmpdir(), "crosstalk-written"), ""),
  "start a process": () => spawnSync(process.execPath, ["--version"]),
  "start a thread": () => new Worker("", { eval: true }),
  "load an addon": () => process.dlopen({ exports: {} }, "nothing.node"),
};

/** What it was allowed to try; a missing file or a broken addon doesn't matter. */
function allowed(): string[] {
  return Object.keys(trials).filter((name) => {
    try {
      trials[name]?.();
      return true;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      return code !== "ERR_ACCESS_DENIED" && code !== "ERR_DLOPEN_DISABLED";
    }
  });
}

const loading = allowed();
dropFileAccess();
const serving = allowed();
const server = createServer().listen(process.argv[2], () => {
  process.send?.({ loading, serving });
  server.close();
  process.disconnect();
});
