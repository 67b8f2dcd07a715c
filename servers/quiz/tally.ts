// What a class answered, by misconception. Pure: nothing in it says who answered.
import {
  type Misconception,
  misconceptions,
  type QuestionId,
  type QuizAnswer,
  questionIds,
  questions,
} from "./questions.ts";

/** When a class answers the quiz. */
export const quizRounds = ["before", "after"] as const;
export type QuizRound = (typeof quizRounds)[number];

/** A learner's answers in one round; only those that were given. */
export type RoundAnswers = Partial<Record<QuestionId, QuizAnswer>>;
export type LearnersAnswers = Record<QuizRound, RoundAnswers>;

/** How many learners have a misconception, of those who answered a question about it. */
export interface Holders {
  held: number;
  of: number;
}

/** What the class answered in one round. */
export interface RoundResult {
  /** How many answered at least one question. */
  learners: number;
  /** How many answered all. */
  finished: number;
  /** The right answers of all learners together. */
  right: number;
  /** The answers of all learners together. */
  answers: number;
}

export interface QuizResults {
  rounds: Record<QuizRound, RoundResult>;
  /** Those that somebody has in one of the rounds: the most frequent first. A round is null if nobody was asked about it. */
  misconceptions: ({ misconception: Misconception } & Record<QuizRound, Holders | null>)[];
}

export function tally(class_: readonly LearnersAnswers[]): QuizResults {
  const given = {
    before: class_.map(({ before }) => before),
    after: class_.map(({ after }) => after),
  };
  const counts = misconceptions.map((misconception) => ({
    misconception,
    before: holdersOf(misconception, given.before),
    after: holdersOf(misconception, given.after),
  }));
  const held = ({ before, after }: (typeof counts)[number]) => (before?.held ?? 0) + (after?.held ?? 0);
  return {
    rounds: { before: resultOf(given.before), after: resultOf(given.after) },
    misconceptions: counts.filter((one) => held(one) > 0).toSorted((one, two) => held(two) - held(one)),
  };
}

/** Whether every question has an answer. */
export const isFinished = (answers: RoundAnswers): boolean =>
  questionIds.every((question) => answers[question] !== undefined);

function resultOf(all: readonly RoundAnswers[]): RoundResult {
  const answers = all.flatMap((one) => Object.values(one));
  return {
    learners: all.filter((one) => Object.keys(one).length > 0).length,
    finished: all.filter(isFinished).length,
    right: answers.filter((answer) => answer === "right").length,
    answers: answers.length,
  };
}

function holdersOf(misconception: Misconception, all: readonly RoundAnswers[]): Holders | null {
  const about = questionIds.filter((id) => questions[id].some((answer) => answer === misconception));
  const asked = all.filter((answers) => about.some((id) => answers[id] !== undefined));
  const held = asked.filter((answers) => about.some((id) => answers[id] === misconception));
  return asked.length === 0 ? null : { held: held.length, of: asked.length };
}
