// The `predict` of an <Experiment>, checked at build time: what it asks, and the sentence for each wrong idea.
import { z } from "astro/zod";
import { serverNames } from "../../../servers/protocol.ts";
import { action, unknownField } from "../arrangement/arrangement-schema.ts";
import { type Prediction, receiverTokens } from "./prediction-kinds.ts";
import type { Seen, TrailPoint } from "./seen.ts";

/** An object that rejects unknown fields and lists the known ones. */
const strict = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, { error: unknownField(shape) });

const server = z.enum(serverNames);
const text = z.string().min(1);

const seen = z.union([
  strict({ log: server, has: text }),
  strict({ entries: z.number().int().nonnegative() }),
  strict({ error: text }),
  strict({ reply: text }),
]) satisfies z.ZodType<Seen>;

const hops = ["received", "published", "accepted", "forwarded", "arrived", "delivered"] as const;
const point = z.union([
  strict({ type: z.enum(hops), server }),
  strict({ type: z.literal("heard"), client: text }),
]) satisfies z.ZodType<TrailPoint>;

const number = z.number().int().positive();

/** Which clients hear it, unless a lesson asks something else. */
export const predict = z.discriminatedUnion("kind", [
  strict({
    kind: z.literal("hears"),
    /** By the name of the client that the answer is wrong about. */
    wrong: z.record(z.string(), text).optional(),
  }),
  strict({
    kind: z.literal("receivers"),
    /** By the answer that was given; only the right one has none. */
    wrong: z.partialRecord(z.enum(receiverTokens), text),
  }),
  strict({
    kind: z.literal("line"),
    options: z
      .array(strict({ text, sees: seen.optional(), wrong: text.optional() }))
      .min(2)
      .max(9),
  }),
  strict({
    kind: z.literal("order"),
    options: z
      .array(strict({ text, sees: point }))
      .min(3)
      .max(6),
    /** Shown if option `first` was put before `second` and happened after it; only the first that fits is shown. */
    wrong: z.array(strict({ first: number, second: number, wrong: text })).min(1),
  }),
  strict({
    kind: z.literal("maps"),
    /** Whose socket it's about. */
    client: text,
    options: z
      .array(
        strict({ server, map: z.enum(["sockets", "sids", "rooms"]), room: text.optional(), wrong: text }),
      )
      .min(2)
      .max(9),
  }),
  strict({
    kind: z.literal("arrives"),
    /** Who gets it, or the answer to it. */
    client: text,
    upToMs: number.max(10_000),
    stepMs: number,
    withinMs: number,
    /** By the answer, from the earliest; the last one has no `below`. */
    wrong: z.array(strict({ below: number.optional(), wrong: text })).min(1),
    never: text,
  }),
  strict({
    kind: z.literal("change"),
    /** From the repository's root, e.g. `servers/chat/handlers.ts`. */
    file: text,
    region: text,
    options: z
      .array(
        strict({
          line: text,
          becomes: text,
          does: z.array(action).min(1).optional(),
          wrong: text.optional(),
        }),
      )
      .min(2)
      .max(6)
      .refine((options) => options.some(({ wrong }) => wrong === undefined), {
        error: "has no right line; leave `wrong` out of the one that meets the check.",
      }),
  }),
]) satisfies z.ZodType<Prediction>;
