// The contract of pairs: two learners of a workshop at one lab.
//
//   owner ──pairCode──▶ a code, which the owner shows or sends as a link
//   guest ──sitAt code──▶ gateway ──pair: asked──▶ owner ──admit──▶ gateway ──pair: guest, with the lab──▶ guest
import type { ApiError } from "./protocol.ts";

/** What codes are made of: nothing that looks like something else. */
export const pairCodeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const pairCodeLength = 4;

/** Why a learner can't show a code, or can't sit at somebody's lab with one. */
export const pairRefusals = [
  "wrong", // there is no such code
  "expired", // it's too old, was taken back, or was declined
  "taken", // somebody else asks with it now, or sits there already
  "own",
  "away", // its owner isn't connected
  "paired", // the learner is part of a pair, or asks to be
  "no-lab", // the learner has no lab for others to sit at
  "rate", // too many wrong codes came from this address
] as const;
export type PairRefusal = (typeof pairRefusals)[number];

export type PairAnswer = (answer: { refused: PairRefusal | null } | ApiError) => void;

/** A learner's part in a pair. Names are null until their owners are back after a restart. */
export type PairState =
  /** `code` lets others ask to sit here, for `leftMs`. */
  | { is: "alone"; code: { text: string; leftMs: number } | null }
  /** Waits for the owner of a lab. */
  | { is: "asking"; host: string }
  /** Somebody wants to sit at this learner's lab. */
  | { is: "asked"; guest: { id: string; name: string } }
  | { is: "host"; guest: string | null }
  /** `lab` is null while the owner has none. Its token works as long as the pair lasts. */
  | { is: "guest"; host: string | null; lab: { id: string; token: string } | null };

/** How a pair, or the wish for one, ended, for the other person. */
export interface PairEnd {
  /** `declined`, `unanswered`: by the owner. `left`: by the guest. `ended`: by the owner. `removed`: by an instructor. */
  why: "declined" | "unanswered" | "left" | "ended" | "removed";
  /** The other's name. */
  name: string | null;
}

/** What a learner's page may send for pairs. */
export interface PairEvents {
  /** Makes a code for this learner's lab, or finds the one that is still good. */
  pairCode: (answer: PairAnswer) => void;
  /** Asks to sit at the lab of this code. */
  sitAt: (code: string, answer: PairAnswer) => void;
  /** Lets the one who asks sit here, or doesn't. */
  admit: (what: { guest: string; does: boolean }, answer: (answer: object | ApiError) => void) => void;
  /** Ends the pair, takes back the wish for one, or takes back the code. */
  endPair: (answer: (answer: object | ApiError) => void) => void;
}

/** What the gateway sends a learner about pairs. */
export interface PairNews {
  /** At each connection, and whenever it changes. */
  pair: (state: PairState) => void;
  pairEnded: (end: PairEnd) => void;
  /** The other of the pair met the goal of this experiment, `lesson#experiment`, in the lab they share. */
  met: (experiment: string) => void;
}

/** What instructors see of a learner's pair. */
export interface Paired {
  /** The other's name, and whether the lab of the two is this learner's; null outside a pair. */
  pair: { name: string; isHost: boolean } | null;
}
