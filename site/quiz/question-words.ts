// The type of the quiz's words. Each question has words for exactly its own answers, so that a missing one doesn't compile.
import type { AnswerTo, QuestionId, QuizAnswer } from "../../servers/quiz/questions.ts";

export interface AnswerWords {
  text: string;
  /** Shown to those who have chosen it. */
  why: string;
}

export type QuestionWords = {
  readonly [Id in QuestionId]: {
    readonly question: string;
    readonly answers: Readonly<Record<AnswerTo<Id>, AnswerWords>>;
  };
};

/** The words of one answer. It has to be one of this question's. */
export function answerWords(words: QuestionWords, question: QuestionId, answer: QuizAnswer): AnswerWords {
  const all: Partial<Record<QuizAnswer, AnswerWords>> = words[question].answers;
  return all[answer] ?? { text: "", why: "" };
}
