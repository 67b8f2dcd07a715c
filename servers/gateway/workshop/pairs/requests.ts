// Asking to sit at somebody's lab: who shows a code, who asks with one, and what becomes of it.
import type { ErrorBoundary } from "../../../error-boundary.ts";
import { LabError } from "../../../lab/errors.ts";
import type { PairEnd, PairRefusal, PairState } from "../../../protocol-pairs.ts";
import type { Guesses } from "../../admission/guesses.ts";
import type { Roster } from "../roster.ts";
import { createInvitations } from "./invitations.ts";
import type { PairList } from "./pair-list.ts";

export type Refused = { refused: PairRefusal | null };

export interface Requests {
  code: (host: string) => Refused;
  /** `address`: where it's asked from. */
  sitAt: (guest: string, code: string, address: string) => Refused;
  /** Ends the owner's code. The learner who asks with it gets the reason. */
  close: (host: string, why: PairEnd["why"]) => void;
  /** Takes back what this learner asked for. */
  withdraw: (guest: string) => void;
  /** The owner has responded, and the code is over. Throws a LabError if nobody with this id asks. */
  accept: (host: string, guest: string) => void;
  stateOf: (learner: string) => PairState;
  /** The one who asks this learner; null if nobody does. */
  askerOf: (host: string) => string | null;
  stop: () => void;
}

export interface RequestsContext {
  boundary: ErrorBoundary;
  roster: Pick<Roster, "find">;
  list: Pick<PairList, "of">;
  /** Of codes. */
  guesses: Guesses;
  sendEnd: (learner: string, end: PairEnd) => void;
  /** Sends these learners what is so now. */
  tell: (...learners: (string | null)[]) => void;
}

export function createRequests({ boundary, ...context }: RequestsContext): Requests {
  const { roster, list, guesses, sendEnd, tell } = context;
  const nameOf = (learner: string) => roster.find(learner)?.name ?? null;
  const askerOf = (host: string) => invitations.of(host)?.asker ?? null;
  const tellOver = (host: string, asker: string | null, why: PairEnd["why"]) => {
    if (asker !== null) sendEnd(asker, { why, name: nameOf(host) });
    tell(host, asker);
  };
  const invitations = createInvitations(
    boundary.guard("code of a pair that is too old", ({ host, asker }) =>
      tellOver(host, asker, "unanswered"),
    ),
  );
  const isBusy = (learner: string) => Boolean(list.of(learner) ?? invitations.askedBy(learner));

  function whyNot(guest: string, code: string): PairRefusal | null {
    const found = invitations.find(code);
    if (!found) {
      const former = invitations.formerHost(code);
      if (former === undefined) return "wrong";
      return list.of(former) ? "taken" : "expired";
    }
    if (found.host === guest) return "own";
    if (found.asker !== null) return "taken";
    return roster.find(found.host)?.pages ? null : "away";
  }

  /** The same, and "rate" without a look at the code when too many wrong ones came from this address. */
  function checked(guest: string, code: string, address: string): PairRefusal | null {
    let refused: PairRefusal | null = null;
    try {
      guesses.check(address, () => {
        refused = whyNot(guest, code);
        return refused !== "wrong";
      });
    } catch (error) {
      if (error instanceof LabError) return "rate";
      throw error;
    }
    return refused;
  }

  function close(host: string, why: PairEnd["why"]): void {
    if (!invitations.of(host)) return;
    const asker = askerOf(host);
    invitations.close(host);
    tellOver(host, asker, why);
  }

  return {
    code(host) {
      if (isBusy(host)) return { refused: "paired" };
      if (!roster.find(host)?.lab) return { refused: "no-lab" };
      invitations.open(host);
      tell(host);
      return { refused: null };
    },
    sitAt(guest, given, address) {
      if (isBusy(guest)) return { refused: "paired" };
      const code = given.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
      const refused = checked(guest, code, address);
      const host = invitations.find(code)?.host;
      if (refused !== null || host === undefined) return { refused };
      close(guest, "declined");
      invitations.ask(host, guest);
      tell(guest, host);
      return { refused: null };
    },
    close,
    withdraw(guest) {
      const asked = invitations.askedBy(guest);
      if (!asked) return;
      invitations.close(asked.host);
      tell(guest, asked.host);
    },
    accept(host, guest) {
      if (askerOf(host) !== guest) {
        throw new LabError(
          "conflict",
          "They have taken this back, or it was too long ago. They can ask again.",
        );
      }
      invitations.close(host);
    },
    stateOf(learner) {
      const asked = invitations.askedBy(learner);
      if (asked) return { is: "asking", host: nameOf(asked.host) ?? "" };
      const own = invitations.of(learner);
      if (!own) return { is: "alone", code: null };
      if (own.asker !== null) return { is: "asked", guest: { id: own.asker, name: nameOf(own.asker) ?? "" } };
      return { is: "alone", code: { text: own.code, leftMs: own.endsAt - performance.now() } };
    },
    askerOf,
    stop: invitations.stop,
  };
}
