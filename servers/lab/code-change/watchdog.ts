// Ends a server whose code never returns or uses too much memory: its process cannot do that itself while it is busy.
import { readFileSync } from "node:fs";
import type { FaultKind } from "../../protocol.ts";
import type { ServerProcess } from "../child/server-process.ts";
import { outOfMemory } from "../memory-limit.ts";
import type { Fault } from "../process-protocol.ts";

const askEveryMs = 1000;
/** Counted in questions, not in time: a gateway that was itself busy has not asked. */
const maxUnanswered = 5;
const lookEveryMs = 200;

/**
 * Ends `child` when it has not answered for 5 s, or holds more than 256 MB (seen from outside on Linux only). Calls `ending`
 * before that.
 */
export function watchOwnCode(child: ServerProcess, ending: (fault: Fault) => void): void {
  let unanswered = 0;
  const end = (why: FaultKind, text: string) => {
    stop();
    ending({ why, text });
    void child.kill(text);
  };
  const asking = setInterval(() => {
    if (unanswered >= maxUnanswered) return end("hung", hungMessage);
    unanswered += 1;
    child.ping().then(
      () => {
        unanswered = 0;
      },
      () => {}, // it has ended
    );
  }, askEveryMs);
  const looking = setInterval(() => {
    const message = outOfMemory(residentBytes(child.pid));
    if (message !== null) end("memory", message);
  }, lookEveryMs);
  const stop = () => {
    clearInterval(asking);
    clearInterval(looking);
  };
  void child.exit.then(stop);
}

export const hungMessage = `It did not answer for ${(maxUnanswered * askEveryMs) / 1000} s: ended.`;

/** Returns the memory that a process uses; 0 where the system doesn't say. */
function residentBytes(pid: number | null): number {
  if (process.platform !== "linux") return 0;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0; // it has ended
  }
}
