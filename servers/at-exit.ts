// What has to happen when this process ends, however it ends short of SIGKILL: by a signal, an exception or process.exit().
import type { ChildProcess } from "node:child_process";

const works = new Set<() => void>();

process.once("exit", () => {
  for (const work of works) {
    try {
      work();
    } catch {
      // The others still have their turn, and nobody is left to tell.
    }
  }
});

/** Calls `work`, which cannot wait for anything, when this process exits. Returns what calls it off. */
export function atExit(work: () => void): () => void {
  works.add(work);
  return () => works.delete(work);
}

/** Ends `child` with this process, even when it is suspended. Every child process of the gateway goes through here. */
export function endWithUs(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  const forget = atExit(() => {
    child.kill(signal);
    if (signal !== "SIGKILL" && process.platform !== "win32") child.kill("SIGCONT");
  });
  child.once("exit", forget);
  child.once("error", () => {
    if (child.pid === undefined) forget();
  });
}
