// Schemas for what browsers send to the workshop.
import { z } from "zod";
import type { WorkshopAuth } from "../../class/protocol-roles.ts";
import { indexIn, maxPlanSteps, maxStepMinutes, planNames } from "../../plan.ts";
import { maxNameLength } from "../../protocol.ts";
import {
  type InstructorEvents,
  type LearnerEvents,
  maxQuestionLength,
  maxSignals,
  maxWorkshopNoteLength,
  signalEnds,
  signalKinds,
} from "../../protocol-workshop.ts";
import { maxTimerSeconds, timerKinds } from "../../timer.ts";
import { quizReport, quizRound } from "./quiz/quiz-schema.ts";

const maxExperiments = 100;
const maxPredicted = 16;
/** With spaces, or as part of a link. */
const maxTypedCode = 40;

const key = z.string().min(16).max(64);
const typedName = z.string().max(1000);
const slug = z.string().regex(/^[a-z0-9-]{1,60}$/);
/** `lesson#experiment` */
export const experiment = z.string().regex(/^[a-z0-9-]{1,60}#[a-z0-9-]{1,60}$/);
/** Part of an answer. It can be shown to the whole room, so it has to be a single short word: a client, a number, "703ms±150". */
const token = z.string().regex(new RegExp(`^[\\p{L}\\p{N}′±]{1,${maxNameLength}}$`, "u"));
/** As a set, so that a client that is chosen twice counts once. */
const answer = z
  .array(token)
  .max(maxPredicted)
  .transform((tokens) => [...new Set(tokens)]);
const learnerId = z.string().max(64);
export const place = z.object({ lesson: slug, experiment: slug.nullable() });

export const authSchema = z.discriminatedUnion("role", [
  z.object({ role: z.literal("learner"), key, name: typedName }),
  z.object({ role: z.literal("phone"), key, name: typedName }),
  z.object({ role: z.literal("instructor"), key: z.string().max(200) }),
  z.object({ role: z.literal("projector") }),
]) satisfies z.ZodType<WorkshopAuth>;

export const shownText = z.string().max(maxWorkshopNoteLength);
export const timerKind = z.enum(timerKinds);
export const until = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .nullable();

export const planStart = z.object({
  name: z.enum(planNames),
  steps: z
    .array(place.extend({ minutes: z.int().min(0).max(maxStepMinutes) }))
    .min(1)
    .max(maxPlanSteps)
    .refine((steps) => steps.every((step, index) => indexIn(steps, step) === index), "each step once"),
});
export const closedSteps = z.array(experiment).max(maxPlanSteps);

const done = z.object({
  predicted: answer.nullable(),
  votes: z.object({ first: answer.nullable(), second: answer.nullable() }).optional(),
  happened: answer.optional(),
  isRight: z.boolean().optional(),
  passed: z.boolean(),
  agoMs: z.number(),
});

/** 128 random bits, as `randomKey` of site/workshop/take-part.ts makes them. */
const signalId = z.string().regex(/^[0-9a-f]{32}$/);

const signal = z.object({
  id: signalId,
  kind: z.enum(signalKinds),
  text: z.string().max(maxQuestionLength),
  at: place.nullable(),
  agoMs: z.number(),
  end: z.object({ how: z.enum(signalEnds), agoMs: z.number() }).nullable(),
});

/** The first argument of each event. */
type Argument<Events> = {
  [Name in keyof Events]: Events[Name] extends (data: infer T, ...rest: never[]) => void
    ? z.ZodType<T>
    : never;
};

export const learnerSchemas = {
  progress: z.object({
    at: place.nullable(),
    done: z
      .record(experiment, done)
      .refine((all) => Object.keys(all).length <= maxExperiments, `at most ${maxExperiments} experiments`),
  }),
  lab: z.object({ id: z.string().max(64), token: z.string().max(64) }).nullable(),
  help: z.boolean(),
  follow: z.boolean(),
  signals: z.array(signal).max(maxSignals),
  sitAt: z.string().max(maxTypedCode),
  admit: z.object({ guest: learnerId, does: z.boolean() }),
  quizAnswers: quizReport,
} satisfies Argument<Omit<LearnerEvents, "pairCode" | "endPair">>;

export const instructorSchemas = {
  note: shownText.nullable(),
  lead: place.nullable(),
  reveal: experiment.nullable(),
  answer: z.object({ learner: learnerId, signal: signalId }),
  voteAgain: experiment.nullable(),
  markRight: z.boolean(),
  timer: z.object({ kind: timerKind, seconds: z.int().min(1).max(maxTimerSeconds), until }).nullable(),
  plan: planStart.nullable(),
  close: closedSteps,
  openQuiz: quizRound.nullable(),
  revealQuiz: z.boolean(),
  reset: learnerId,
  remove: learnerId,
  end: z.string().max(64),
} satisfies Argument<Omit<InstructorEvents, "share" | "unshare">>;
