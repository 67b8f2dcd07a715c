// This browser's answers to the quiz: those of its reader alone, and those given in a class before and after the course.
//
//   crosstalk:1:quiz:own:late      what was chosen, the first answer first
//   crosstalk:1:quiz:before:late   in a class, the latest only
import {
  isAnswerTo,
  isQuestion,
  type QuestionId,
  type QuizAnswer,
  questionIds,
} from "../../servers/quiz/questions.ts";
import { type QuizRound, quizRounds } from "../../servers/quiz/tally.ts";
import { quizKeys } from "../progress/store.ts";
import { loadAll, onSaved, save } from "../storage.ts";

/** "own" is the reader's, without a class. */
export type Series = QuizRound | "own";
const allSeries: readonly Series[] = ["own", ...quizRounds];

export interface SavedAnswer {
  /** In the order in which they were tried; the first is the one that counts. */
  tried: readonly QuizAnswer[];
  /** When the first was given, in milliseconds since 1970. */
  at: number;
}

/** All of them by `series:question`, e.g. `own:late`. */
export type SavedQuiz = Readonly<Record<string, SavedAnswer>>;
export type AnswersOf = Partial<Record<QuestionId, SavedAnswer>>;

export const quizKey = (series: Series, question: QuestionId): string => `${series}:${question}`;

/** What storage has, without what other versions or people may have written there. */
export function readQuiz(): SavedQuiz {
  return validAnswers(loadAll(quizKeys, isSavedAnswer));
}

/** The entries that are answers of this quiz. */
export function validAnswers(entries: Readonly<Record<string, unknown>>): SavedQuiz {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, SavedAnswer] => isValid(...entry)),
  );
}

export function writeAnswer(key: string, answer: SavedAnswer): void {
  save(quizKeys + key, answer);
}

/** Calls `listener` when an answer is saved or wiped, in this tab or another; returns an unsubscribe function. */
export const onQuiz = (listener: () => void): (() => void) => onSaved(quizKeys, listener);

/** The answers of one series by question. */
export function answersOf(quiz: SavedQuiz, series: Series): AnswersOf {
  return Object.fromEntries(
    questionIds.flatMap((question) => {
      const answer = quiz[quizKey(series, question)];
      return answer ? [[question, answer]] : [];
    }),
  );
}

/** Combines a file's answers with this browser's: the earlier one counts, with everything that was tried since. */
export function mergeQuiz(mine: SavedQuiz, theirs: SavedQuiz): SavedQuiz {
  const merged = Object.entries(theirs).map(([key, answer]) => {
    const known = mine[key];
    if (!known) return [key, answer];
    const [first, second] = known.at <= answer.at ? [known, answer] : [answer, known];
    return [key, { ...first, tried: [...new Set([...first.tried, ...second.tried])] }];
  });
  return { ...mine, ...Object.fromEntries(merged) };
}

function isValid(key: string, answer: unknown): answer is SavedAnswer {
  const [series, question, ...rest] = key.split(":");
  return (
    rest.length === 0 &&
    allSeries.some((one) => one === series) &&
    isQuestion(question) &&
    isSavedAnswer(answer) &&
    answer.tried.every((one) => isAnswerTo(question, one))
  );
}

function isSavedAnswer(value: unknown): value is SavedAnswer {
  const { tried, at } = (value ?? {}) as Partial<SavedAnswer>;
  return (
    Array.isArray(tried) &&
    tried.length > 0 &&
    new Set(tried).size === tried.length &&
    tried.every((one) => typeof one === "string") &&
    Number.isFinite(at)
  );
}
