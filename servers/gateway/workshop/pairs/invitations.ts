// Codes by which one learner asks to sit at another's lab: one for each owner, good for some minutes and for one person.
import { randomInt } from "node:crypto";
import { createBoundedMap } from "../../../bounded-map.ts";
import { pairCodeAlphabet, pairCodeLength } from "../../../protocol-pairs.ts";

export interface Invitation {
  host: string;
  code: string;
  /** The learner who asks with it; null while nobody does. */
  asker: string | null;
  /** On the clock of `performance.now()`. */
  endsAt: number;
}

export interface Invitations {
  /** Returns the owner's invitation, a new one if there is none. */
  open: (host: string) => Invitation;
  of: (host: string) => Invitation | undefined;
  find: (code: string) => Invitation | undefined;
  /** Returns whose code this was, if it's over. */
  formerHost: (code: string) => string | undefined;
  askedBy: (asker: string) => Invitation | undefined;
  /** Notes who asks. The owner has two minutes to respond. */
  ask: (host: string, asker: string) => void;
  close: (host: string) => void;
  /** Ends all timers. */
  stop: () => void;
}

/** Time enough to walk over, or to send a link. */
const codeMs = 10 * 60_000;
const askingMs = 2 * 60_000;
const maxFormer = 1000;

/** Calls `onOver` with an invitation whose time is over. */
export function createInvitations(onOver: (invitation: Invitation) => void): Invitations {
  const byHost = new Map<string, Invitation & { timer: NodeJS.Timeout }>();
  const former = createBoundedMap<string, string>(maxFormer);
  const find = (code: string) => byHost.values().find((one) => one.code === code);

  function startTimer(host: string, ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const invitation = byHost.get(host);
      close(host);
      if (invitation) onOver(invitation);
    }, ms).unref();
  }

  function newCode(): string {
    for (;;) {
      const code = Array.from({ length: pairCodeLength }, () => pairCodeAlphabet[randomInt(31)]).join("");
      if (!find(code) && former.get(code) === undefined) return code;
    }
  }

  function close(host: string): void {
    const invitation = byHost.get(host);
    if (!invitation) return;
    clearTimeout(invitation.timer);
    byHost.delete(host);
    former.set(invitation.code, host);
  }

  return {
    open(host) {
      const known = byHost.get(host);
      if (known) return known;
      const endsAt = performance.now() + codeMs;
      const invitation = { host, code: newCode(), asker: null, endsAt, timer: startTimer(host, codeMs) };
      byHost.set(host, invitation);
      return invitation;
    },
    of: (host) => byHost.get(host),
    find,
    formerHost: (code) => former.get(code),
    askedBy: (asker) => byHost.values().find((one) => one.asker === asker),
    ask(host, asker) {
      const invitation = byHost.get(host);
      if (!invitation) return;
      clearTimeout(invitation.timer);
      const endsAt = performance.now() + askingMs;
      Object.assign(invitation, { asker, endsAt, timer: startTimer(host, askingMs) });
    },
    close,
    stop() {
      for (const { timer } of byHost.values()) clearTimeout(timer);
    },
  };
}
