// The round of the quiz that the class's instructor has opened. The class bar saves it, the quiz's page reads it.
import { type QuizRound, quizRounds } from "../../servers/quiz/tally.ts";
import { forget, load, onSaved, save } from "../storage.ts";

const key = "workshop:quiz";
const isRound = (value: unknown): value is QuizRound => quizRounds.some((round) => round === value);

export const openRound = (): QuizRound | undefined => load(key, isRound);

/** Null closes it. */
export function setOpenRound(round: QuizRound | null): void {
  if ((openRound() ?? null) === round) return;
  if (round === null) forget(key);
  else save(key, round);
}

export const onOpenRound = (listener: () => void): (() => void) => onSaved(key, listener);
