// The score for finding a fault, and what the browser saves of it. Pure, except for saving.
import { load, save } from "../../storage.ts";
import { levels } from "./puzzle-faults.ts";

/** Enough questions for every fault: a message from each side, and `who` from each. */
const free = 4;
const perQuestion = 5;
const perWrong = 20;

/** From 100 down to 10. A question is whatever was sent while searching. */
export const scoreOf = (questions: number, wrong: number): number =>
  Math.max(10, 100 - perQuestion * Math.max(0, questions - free) - perWrong * wrong);

export interface Played {
  /** The level that is offered, from 1. */
  level: number;
  /** The best score of each level, and of each day's puzzle. */
  best: Readonly<Record<string, number>>;
}

const key = "puzzle";
const isPlayed = (value: unknown): value is Played => {
  if (typeof value !== "object" || value === null || !("level" in value) || !("best" in value)) return false;
  const { level, best } = value;
  if (typeof best !== "object" || best === null) return false;
  return isLevel(level) && Object.values(best).every((score) => Number.isFinite(score));
};
const isLevel = (level: unknown) => levels.some((_, index) => level === index + 1);

export const loadPlayed = (): Played => load(key, isPlayed) ?? { level: 1, best: {} };

/** Keeps a score if it's the best, and offers the next level. */
export function savePlayed({ level, best }: Played, of: string, score: number): Played {
  const next = of === String(level) ? Math.min(levels.length, level + 1) : level;
  const played = { level: next, best: { ...best, [of]: Math.max(best[of] ?? 0, score) } };
  save(key, played);
  return played;
}
