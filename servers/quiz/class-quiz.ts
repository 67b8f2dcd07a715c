// The quiz in a class: what crosses between pages and the gateway.
import type { ApiError } from "../protocol.ts";
import type { QuestionId, QuizAnswer } from "./questions.ts";
import type { QuizResults, QuizRound } from "./tally.ts";

/** A learner's answers as their browser reports them, all at once; only those that were given. */
export type QuizReport = Record<
  QuizRound,
  Partial<Record<QuestionId, { answer: QuizAnswer; agoMs: number }>>
>;

/** What everyone in the room may see of the quiz. */
export interface RoomQuiz {
  /** The round that the instructor has opened, and how many of the learners who are here have answered all its questions. */
  open: { round: QuizRound; answered: number; of: number } | null;
  /** The class's answers, once the instructor shows them. */
  revealed: QuizResults | null;
}

type Answer = (answer: Record<never, never> | ApiError) => void;

/** The events that a learner's page may send. */
export interface QuizEvents {
  quizAnswers: (answers: QuizReport) => void;
}

/** The events that an instructor's page may send. */
export interface QuizInstructorEvents {
  /** Opens a round of the quiz, and hides its results; null closes it. */
  openQuiz: (round: QuizRound | null, answer: Answer) => void;
  /** Shows everyone the quiz's results, and closes it; or hides them. */
  revealQuiz: (isRevealed: boolean, answer: Answer) => void;
}

/** The events that the gateway sends. */
export interface QuizNews {
  /** To instructors: what the class answered, whenever it changes, and at each connection. */
  quizResults: (results: QuizResults) => void;
}
