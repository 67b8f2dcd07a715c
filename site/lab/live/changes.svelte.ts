// What the page asks of its lab, and how far that has come. What is in force is told by the trace alone.

import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import type { Picture } from "../derive/state.ts";
import type { CableChange } from "../steps/actions.ts";
import { ApiFailure, api, type LabKey } from "./api.ts";

/** One thing of the lab that can be changed. */
export type Changeable = `link ${ServerName}` | `power ${ServerName}` | `cable ${ServerName}` | "balancer";

export interface Change {
  /** What it is to become: a link, "kill" or "start", the state of a cable. */
  to: string;
  /** Set once it is in force: how long that took, as the page saw it. */
  ms?: number;
  /** Set when it was refused: the gateway's words. */
  refused?: string;
}

interface Asker {
  key: () => LabKey | undefined;
  picture: () => Picture;
  /** What the gateway answered instead of doing it. */
  failed: (failure: ApiFailure) => void;
  /** A server was started, and could not take up the link that it had. */
  unlinked?: (server: ServerName) => void;
}

export function createChanges({ key, picture, failed, unlinked }: Asker) {
  let latest = $state.raw<Partial<Record<Changeable, Change>>>({});

  /** Whether the gateway did it; what it answered otherwise is shown. */
  async function ask(
    what: Changeable,
    to: string,
    request: (key: LabKey) => Promise<unknown>,
  ): Promise<boolean> {
    const known = key();
    if (!known) return false;
    const start = performance.now();
    const change: Change = { to };
    const say = (more: Partial<Change>) => {
      // A later change of the same thing has the last word.
      if (latest[what]?.to === to) latest = { ...latest, [what]: { ...change, ...more } };
    };
    latest = { ...latest, [what]: change };
    try {
      await request(known);
      say({ ms: performance.now() - start });
      return true;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      say({ refused: error.message });
      failed(error);
      return false;
    }
  }

  return {
    /** The latest change of this thing that the page asked for. */
    of: (what: Changeable): Change | undefined => latest[what],
    isPending: (what: Changeable): boolean => {
      const change = latest[what];
      return change !== undefined && change.ms === undefined && change.refused === undefined;
    },
    setLink: (server: ServerName, link: LinkName) =>
      ask(`link ${server}`, link, (known) => api.setLink(known, server, link)),
    kill: (server: ServerName) => ask(`power ${server}`, "kill", (known) => api.kill(known, server)),
    start: (server: ServerName) =>
      ask(`power ${server}`, "start", async (known) => {
        const had = picture().servers[server].link;
        const { link } = await api.start(known, server);
        if (link !== had) unlinked?.(server);
      }),
    setCable: (server: ServerName, change: CableChange) =>
      ask(`cable ${server}`, change.state ?? picture().cables[server].state, (known) =>
        api.setCable(known, server, {
          ...(change.state && { state: change.state }),
          ...(change.delayMs !== undefined && { delayMs: change.delayMs }),
        }),
      ),
    setBalancer: ({ sticky }: { sticky: boolean }) =>
      ask("balancer", sticky ? "sticky" : "round robin", (known) => api.setBalancer(known, { sticky })),
    /** Another lab is here, and nothing was asked of it yet. */
    reset() {
      latest = {};
    },
    /** A change that was made elsewhere meanwhile is the one to show. */
    confirm() {
      for (const server of ["a", "b"] as const) {
        const change = latest[`link ${server}`];
        if (change?.ms === undefined || picture().servers[server].link === change.to) continue;
        const { [`link ${server}` as const]: _, ...rest } = latest;
        latest = rest;
      }
    },
  };
}
