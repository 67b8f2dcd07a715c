// What the page asks the gateway to change, and the state of each request. Only the trace says what has taken effect.

import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import type { PictureState } from "../derive/picture-state.ts";
import type { CableChange } from "../steps/actions.ts";
import { ApiFailure, api, type CodeFiles } from "./api-client.ts";
import type { LabKey } from "./which-lab/lab-key.ts";

/** One thing in the lab that can be changed. */
export type Changeable =
  | `link ${ServerName}`
  | `power ${ServerName}`
  | `cable ${ServerName}`
  | "balancer"
  | "code";

export interface Change {
  /** The requested value: a link, "kill", "stop" or "start", the state of a cable. */
  to: string;
  /** Set once it has taken effect: how long that took, as the page saw it. */
  ms?: number;
  /** Set if it was refused: the gateway's message. */
  refused?: string;
  /** Set once the trace has shown that it took effect. */
  isShown?: true;
}

interface ChangesContext {
  key: () => LabKey | undefined;
  picture: () => PictureState;
  /** Called when the gateway refused a change or couldn't be reached. */
  onFailure: (failure: ApiFailure) => void;
  /** Called when a server was started and couldn't get its link back. */
  onUnlinked?: (server: ServerName) => void;
}

/** Each change resolves to whether the gateway made it; the reason for a failure is in `of()` and goes to `onFailure`. */
export class Changes {
  #latest = $state.raw<Partial<Record<Changeable, Change>>>({});
  #context: ChangesContext;

  constructor(context: ChangesContext) {
    this.#context = context;
  }

  /** The latest change of this thing the page requested. */
  of(what: Changeable): Change | undefined {
    return this.#latest[what];
  }

  isPending(what: Changeable): boolean {
    const change = this.#latest[what];
    return change !== undefined && change.ms === undefined && change.refused === undefined;
  }

  setLink = (server: ServerName, link: LinkName): Promise<boolean> =>
    this.#ask(`link ${server}`, link, (key) => api.setLink(key, server, link));

  kill = (server: ServerName): Promise<boolean> =>
    this.#ask(`power ${server}`, "kill", (key) => api.kill(key, server));

  stop = (server: ServerName): Promise<boolean> =>
    this.#ask(`power ${server}`, "stop", (key) => api.stop(key, server));

  start = (server: ServerName): Promise<boolean> =>
    this.#ask(`power ${server}`, "start", async (key) => {
      const before = this.#context.picture().servers[server].link;
      const { link } = await api.start(key, server);
      if (link !== before) this.#context.onUnlinked?.(server);
    });

  setCable = (server: ServerName, { state, delayMs }: CableChange): Promise<boolean> =>
    this.#ask(`cable ${server}`, state ?? this.#context.picture().cables[server].state, (key) =>
      api.setCable(key, server, { ...(state && { state }), ...(delayMs !== undefined && { delayMs }) }),
    );

  setBalancer = ({ sticky }: { sticky: boolean }): Promise<boolean> =>
    this.#ask("balancer", sticky ? "sticky" : "round robin", (key) => api.setBalancer(key, { sticky }));

  /** Has both servers run these files. */
  runCode = (files: CodeFiles): Promise<boolean> =>
    this.#ask("code", "changed", (key) => api.runCode(key, files));

  /** Runs an app of the user's own with or without the adapter that it gives its server. */
  setOwnAdapter = (ownAdapter: boolean): Promise<boolean> =>
    this.#ask("code", ownAdapter ? "own adapter" : "no adapter", (key) => api.setOwnAdapter(key, ownAdapter));

  /** Gives both servers the lessons' own code back. */
  resetCode = (): Promise<boolean> => this.#ask("code", "lesson", api.resetCode);

  /** Forgets everything: the lab was replaced, and nothing was requested from the new one yet. */
  reset(): void {
    this.#latest = {};
  }

  /**
   * Forgets a link that was set here and has since been changed elsewhere. The response to a change may come before the
   * trace shows it, so a link that differs counts only once the trace has shown the requested one.
   */
  confirm(): void {
    for (const server of ["a", "b"] as const) {
      const what = `link ${server}` as const;
      const change = this.#latest[what];
      if (!change) continue;
      if (this.#context.picture().servers[server].link === change.to) change.isShown = true;
      else if (change.ms !== undefined && change.isShown) {
        const { [what]: _, ...rest } = this.#latest;
        this.#latest = rest;
      }
    }
  }

  async #ask(what: Changeable, to: string, request: (key: LabKey) => Promise<unknown>): Promise<boolean> {
    const key = this.#context.key();
    if (!key) return false;
    const start = performance.now();
    const update = (result: Partial<Change>) => {
      // A later change of the same thing wins.
      const latest = this.#latest[what];
      if (latest?.to === to) this.#latest = { ...this.#latest, [what]: { ...latest, ...result } };
    };
    this.#latest = { ...this.#latest, [what]: { to } };
    try {
      await request(key);
      update({ ms: performance.now() - start });
      return true;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      update({ refused: error.message });
      this.#context.onFailure(error);
      return false;
    }
  }
}
