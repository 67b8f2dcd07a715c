// Pairs as the workshop's pages see them: tells learners, and shows the two of a pair with one lab.
import type { ErrorBoundary } from "../../../error-boundary.ts";
import type { Learner } from "../../../protocol-workshop.ts";
import type { Guesses } from "../../admission/guesses.ts";
import type { Io } from "../broadcasts.ts";
import { type Member, type Roster, toLearner } from "../roster.ts";
import type { PairList } from "./pair-list.ts";
import { createPairing, type Pairing } from "./pairing.ts";

export interface Pairs {
  pairing: Pairing;
  /** Notes that the room changed, and this learner, if given, with the other of the pair. */
  changed: (learner?: string) => void;
  /** Returns what instructors see of a member. */
  viewOf: (member: Member) => Learner;
  /** Whether this learner, or the other of the pair, allows help in their lab now. */
  allowsHelp: (learner: string) => boolean;
}

export interface PairsContext {
  boundary: ErrorBoundary;
  roster: Roster;
  pairs: PairList;
  guesses: Guesses;
}

/** @param noteChange Called when the room changed, and this learner, if given. */
export function createPairs(
  io: Io,
  { boundary, roster, pairs: list, guesses }: PairsContext,
  noteChange: (learner?: string) => void,
): Pairs {
  const pairing = createPairing({
    boundary,
    roster,
    list,
    guesses,
    send: (learner, state) => void io.to(learner).emit("pair", state),
    sendEnd: (learner, end) => void io.to(learner).emit("pairEnded", end),
    sendMet: (learner, experiment) => void io.to(learner).emit("met", experiment),
    changed: noteChange,
  });
  const both = (learner: string) => pairing.circle(learner).flatMap((id) => roster.find(id) ?? []);

  return {
    pairing,
    changed(learner) {
      if (learner === undefined) noteChange();
      else for (const one of pairing.circle(learner)) noteChange(one);
    },
    viewOf: (member) => toLearner(member, both(member.id)),
    allowsHelp: (learner) => both(learner).some(({ allowsHelp }) => allowsHelp),
  };
}
