// What a learner's page reports about the quiz to the class.
import type { QuizReport } from "../../servers/quiz/class-quiz.ts";
import { questionIds } from "../../servers/quiz/questions.ts";
import type { QuizRound } from "../../servers/quiz/tally.ts";
import { answersOf, type SavedQuiz } from "./saved-answers.ts";

/** @param now this browser's clock; only differences are sent. */
export function reportOf(quiz: SavedQuiz, now: number): QuizReport {
  const inRound = (round: QuizRound): QuizReport[QuizRound] => {
    const answers = answersOf(quiz, round);
    return Object.fromEntries(
      questionIds.flatMap((question) => {
        const { tried: [answer] = [], at = now } = answers[question] ?? {};
        return answer ? [[question, { answer, agoMs: Math.max(0, Math.round(now - at)) }]] : [];
      }),
    );
  };
  return { before: inRound("before"), after: inRound("after") };
}
