// How a test suspends a server of a lab while things happen, and continues it.
import { expect } from "vitest";
import type { ServerName } from "../../servers/protocol.ts";
import type { TestLab, World } from "../world.ts";

/** Something that was begun with this server, and when it is done. */
interface Begun {
  server: ServerName;
  done: Promise<void>;
}

export function createSuspension(world: World, lab: TestLab) {
  /** Known before a process is suspended, so that it has not told yet what it did last. */
  let pids: Record<ServerName, number | null> = { a: null, b: null };
  const silent: Record<ServerName, boolean> = { a: false, b: false };
  let seq = 0;

  /** Notes which processes run, and what has been observed until now. */
  async function look(): Promise<void> {
    const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body as TestLab;
    pids = { a: servers.a.pid, b: servers.b.pid };
    await isSilent("a");
  }

  /** Whether the lab calls it silent; it may do so still since it was suspended before. */
  async function isSilent(server: ServerName): Promise<boolean> {
    for (const event of await lab.trace(seq)) {
      seq = event.seq;
      if (event.type === "silence") silent[event.server] = event.isSilent;
    }
    return silent[server];
  }

  return {
    look,
    /** Suspends the server until what `begin` began with the other one is done; when `isLong`, until the lab calls it silent. */
    async while(server: ServerName, isLong: boolean, begin: () => Begun[]): Promise<void> {
      const pid = pids[server];
      if (pid === null) return;
      process.kill(pid, "SIGSTOP");
      const begun = begin();
      const elsewhere = begun.filter((one) => one.server !== server).map(({ done }) => done);
      try {
        await Promise.all(elsewhere);
        // The lab asks a server only when another saw something.
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
