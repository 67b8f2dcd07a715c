// What a reader's answers to the quiz are worth: the first answer to each question counts. Pure.
import {
  type Misconception,
  type QuestionId,
  type QuizAnswer,
  questionIds,
} from "../../servers/quiz/questions.ts";
import type { AnswersOf, SavedAnswer } from "./saved-answers.ts";

export interface Score {
  answered: number;
  /** At the first try. */
  right: number;
  of: number;
  /** The misconceptions of the first answers that were wrong, with the question they came up in. */
  missed: { question: QuestionId; misconception: Misconception }[];
}

export function scoreOf(answers: AnswersOf): Score {
  const firsts = questionIds.flatMap((question) => {
    const answer = answers[question]?.tried[0];
    return answer === undefined ? [] : [{ question, answer }];
  });
  return {
    answered: firsts.length,
    right: firsts.filter(({ answer }) => answer === "right").length,
    of: questionIds.length,
    missed: firsts.flatMap(({ question, answer }) =>
      answer === "right" ? [] : [{ question, misconception: answer }],
    ),
  };
}

/** Whether the right answer was given, at the first try or later. */
export const isSolved = (answer: SavedAnswer | undefined): boolean =>
  answer?.tried.includes("right") ?? false;

/** The answers after one more try. What was tried before, or after the right answer, changes nothing. */
export function afterTry(before: SavedAnswer | undefined, answer: QuizAnswer, now: number): SavedAnswer {
  if (!before) return { tried: [answer], at: now };
  if (isSolved(before) || before.tried.includes(answer)) return before;
  return { ...before, tried: [...before.tried, answer] };
}
