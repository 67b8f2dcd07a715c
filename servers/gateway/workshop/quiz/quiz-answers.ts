// Learners' answers to the quiz. Pure; times are in ms on the gateway's clock.
//
// Browsers keep their own and report all of them whenever they connect, so a restarted gateway has them too.
import type { QuizReport, RoomQuiz } from "../../../quiz/class-quiz.ts";
import { type QuestionId, type QuizAnswer, questionIds } from "../../../quiz/questions.ts";
import {
  isFinished,
  type LearnersAnswers,
  type QuizRound,
  quizRounds,
  type RoundAnswers,
  tally,
} from "../../../quiz/tally.ts";
import { reportedAt } from "../reported-at.ts";

export interface GivenAnswer {
  round: QuizRound;
  question: QuestionId;
  answer: QuizAnswer;
  at: number;
}

/** What the instructor has done with the quiz. */
export interface QuizShown {
  /** The round that is open. */
  open: QuizRound | null;
  isRevealed: boolean;
}

export const quizNotShown: QuizShown = { open: null, isRevealed: false };

/** Returns the reported answers in the quiz's order. Those that were known keep their time. */
export function mergeReport(before: readonly GivenAnswer[], report: QuizReport, now: number): GivenAnswer[] {
  return quizRounds.flatMap((round) =>
    questionIds.flatMap((question) => {
      const given = report[round][question];
      if (!given) return [];
      const known = before.find((one) => one.round === round && one.question === question);
      const at = known?.answer === given.answer ? known.at : reportedAt(now, given.agoMs);
      return [{ round, question, answer: given.answer, at }];
    }),
  );
}

interface Answering {
  quiz: readonly GivenAnswer[];
  pages: number;
}

export const resultsOf = (members: readonly Answering[]) => tally(members.map(byRound));

/** Results count everyone who answered; how many have answered, only those who are here. */
export function roomQuiz({ open, isRevealed }: QuizShown, members: readonly Answering[]): RoomQuiz {
  const here = members.filter(({ pages }) => pages > 0);
  return {
    open: open && {
      round: open,
      answered: here.filter((one) => isFinished(byRound(one)[open])).length,
      of: here.length,
    },
    revealed: isRevealed ? resultsOf(members) : null,
  };
}

function byRound({ quiz }: Pick<Answering, "quiz">): LearnersAnswers {
  const answersIn = (round: QuizRound): RoundAnswers =>
    Object.fromEntries(quiz.flatMap((one) => (one.round === round ? [[one.question, one.answer]] : [])));
  return { before: answersIn("before"), after: answersIn("after") };
}
