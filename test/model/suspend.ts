// Suspends a lab's server while things happen, and resumes it.
import { expect } from "vitest";
import type { ServerName } from "../../servers/protocol.ts";
import type { TestLab, World } from "../world.ts";

/** Something that was started with this server, and when it's done. */
interface Begun {
  server: ServerName;
  done: Promise<void>;
}

export function createSuspension(world: World, lab: TestLab) {
  /** Set before a process is suspended, when it hasn't reported its last actions yet. */
  let pids: Record<ServerName, number | null> = { a: null, b: null };
  const silent: Record<ServerName, boolean> = { a: false, b: false };
  let seq = 0;

  /** Notes which processes are running, and what has been observed until now. */
  async function look(): Promise<void> {
    const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body as TestLab;
    pids = { a: servers.a.pid, b: servers.b.pid };
    await isSilent("a");
  }

  /** Whether the lab calls it silent; it may still do so from an earlier suspension. */
  async function isSilent(server: ServerName): Promise<boolean> {
    for (const event of await lab.trace(seq)) {
      seq = event.seq;
      if (event.type === "silence") silent[event.server] = event.isSilent;
    }
    return silent[server];
  }

  return {
    look,
    /** Suspends the server until what `begin` started with the other one is done; if `isLong`, until the lab calls it silent. */
    async while(server: ServerName, isLong: boolean, begin: () => Begun[]): Promise<void> {
      const pid = pids[server];
      if (pid === null) return;
      process.kill(pid, "SIGSTOP");
      const begun = begin();
      const elsewhere = begun.filter((one) => one.server !== server).map(({ done }) => done);
      try {
        await Promise.all(elsewhere);
        // The lab only polls a server when another saw something.
        if (isLong && elsewhere.length) {
          await expect.poll(() => isSilent(server), { interval: 40, timeout: 5000 }).toBe(true);
        }
      } finally {
        process.kill(pid, "SIGCONT");
      }
      await Promise.all(begun.map(({ done }) => done));
    },
  };
}
