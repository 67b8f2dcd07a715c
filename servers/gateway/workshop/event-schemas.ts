// Schemas for what browsers send to the workshop.
import { z } from "zod";
import { maxNameLength } from "../../protocol.ts";
import {
  type InstructorEvents,
  type LearnerEvents,
  maxQuestionLength,
  maxSignals,
  maxWorkshopNoteLength,
  signalEnds,
  signalKinds,
  type WorkshopAuth,
} from "../../protocol-workshop.ts";

const maxExperiments = 100;
const maxPredicted = 16;

const key = z.string().min(16).max(64);
const typedName = z.string().max(1000);
const slug = z.string().regex(/^[a-z0-9-]{1,60}$/);
/** `lesson#experiment` */
const experiment = z.string().regex(/^[a-z0-9-]{1,60}#[a-z0-9-]{1,60}$/);
/** A predicted client can be shown to the whole room, so it has to be a single short word. */
const clientName = z.string().regex(new RegExp(`^[\\p{L}\\p{N}′]{1,${maxNameLength}}$`, "u"));
const learnerId = z.string().max(64);
const place = z.object({ lesson: slug, experiment: slug.nullable() });

export const authSchema = z.discriminatedUnion("role", [
  z.object({ role: z.literal("learner"), key, name: typedName }),
  z.object({ role: z.literal("phone"), key, name: typedName }),
  z.object({ role: z.literal("instructor"), key: z.string().max(200) }),
  z.object({ role: z.literal("projector") }),
]) satisfies z.ZodType<WorkshopAuth>;

const done = z.object({
  // As a set, so that a client that is chosen twice counts once.
  predicted: z
    .array(clientName)
    .max(maxPredicted)
    .transform((names) => [...new Set(names)])
    .nullable(),
  passed: z.boolean(),
  agoMs: z.number(),
});

/** 128 random bits, as `randomKey` of site/workshop/identity.ts makes them. */
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
} satisfies Argument<LearnerEvents>;

export const instructorSchemas = {
  note: z.string().max(maxWorkshopNoteLength).nullable(),
  lead: place.nullable(),
  reveal: experiment.nullable(),
  answer: z.object({ learner: learnerId, signal: signalId }),
  reset: learnerId,
  remove: learnerId,
  end: z.string().max(64),
} satisfies Argument<Omit<InstructorEvents, "share" | "unshare">>;
