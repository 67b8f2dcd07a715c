// Runs clean-up when this process ends by a signal, an exception or process.exit(). SIGKILL skips it.
import type { ChildProcess } from "node:child_process";

const cleanUps = new Set<() => void>();

process.once("exit", () => {
  for (const work of cleanUps) {
    try {
      work();
    } catch {
      // Go on with the others. It is too late to report this.
    }
  }
});

/** Calls `work`, which has to be synchronous, when this process exits. Returns a function that cancels it. */
export function atExit(work: () => void): () => void {
  cleanUps.add(work);
  return () => cleanUps.delete(work);
}

/** Ends `child` when this process exits, even if it is suspended. Use it for every child process. */
export function killAtExit(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  const forget = atExit(() => {
    child.kill(signal);
    if (signal !== "SIGKILL" && process.platform !== "win32") child.kill("SIGCONT");
  });
  child.once("exit", forget);
  child.once("error", () => {
    if (child.pid === undefined) forget();
  });
}
