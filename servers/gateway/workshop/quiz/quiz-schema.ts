// Schemas for what browsers send about the quiz.
import { z } from "zod";
import type { QuizReport } from "../../../quiz/class-quiz.ts";
import { questionIds, questions } from "../../../quiz/questions.ts";
import { quizRounds } from "../../../quiz/tally.ts";

/** No more than the quiz has: its questions, each with one of its own answers. */
const answers = z.strictObject(
  Object.fromEntries(
    questionIds.map((question) => [
      question,
      z.object({ answer: z.enum(questions[question]), agoMs: z.number() }).optional(),
    ]),
  ),
) as z.ZodType<QuizReport["before"]>;

export const quizReport: z.ZodType<QuizReport> = z.strictObject({ before: answers, after: answers });
export const quizRound = z.enum(quizRounds);
