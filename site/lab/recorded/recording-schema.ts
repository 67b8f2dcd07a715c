// The schema of a recording, for the recorder and the build: pages trust its seal.

import * as z from "zod/mini";
import { linkNames, serverNames } from "../../../servers/protocol.ts";
import { action, setup } from "../arrangement/arrangement-schema.ts";
import { event } from "./event-schema.ts";
import type { Recording } from "./recording.ts";

const ms = z.number().check(z.nonnegative());
const seq = z.int().check(z.nonnegative());
const server = z.strictObject({
  state: z.enum(["starting", "running", "stopped", "crashed"]),
  pid: z.nullable(z.int()),
  link: z.enum(linkNames),
});
const serverOrBoth = (value: typeof server) =>
  z.strictObject(
    Object.fromEntries(serverNames.map((name) => [name, value])) as Record<"a" | "b", typeof server>,
  );

const note = z.union([
  z.strictObject({ at: ms, is: z.literal("refused"), client: z.string(), why: z.string() }),
  z.strictObject({ at: ms, is: z.literal("let-in"), client: z.string() }),
  z.strictObject({ at: ms, is: z.literal("typed"), line: z.string() }),
  z.strictObject({ at: ms, is: z.literal("said"), lines: z.array(z.string()) }),
]);
const result = z.looseObject({ got: z.enum(["heard", "delivered", "answer", "nothing"]) });

const shape = z.strictObject({
  of: z.string().check(z.regex(/^[a-z0-9-]+#[a-z][a-z0-9-]*$/)),
  setup,
  run: z.array(action).check(z.minLength(1)),
  clients: z.array(z.string()),
  check: z.exactOptional(z.string()),
  on: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
  node: z.string(),
  redis: z.strictObject({ kind: z.enum(["external", "local", "embedded"]), version: z.string() }),
  versions: z.record(z.string(), z.string()),
  opened: z.strictObject({ servers: serverOrBoth(server) }),
  began: seq,
  steps: z.array(seq),
  ended: ms,
  verdict: z.exactOptional(
    z.strictObject({ passed: z.boolean(), results: z.array(z.tuple([z.string(), result])) }),
  ),
  notes: z.array(note),
  events: z.array(event).check(z.minLength(1)),
});

/** Returns what is wrong with a recording, by path; nothing if it can be played. */
export function problemsOf(recording: Recording): string[] {
  const { error } = shape.safeParse(recording);
  if (error) return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const { events, steps, run, began, ended } = recording;
  const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
  if (gap >= 0) return [`events.${gap}: expected seq ${gap + 1}, got ${events[gap]?.seq}`];
  const wanted = run.length + 1;
  if (steps.length !== wanted)
    return [`steps: expected ${wanted}, one more than actions, got ${steps.length}`];
  const last = events.at(-1);
  if (began > events.length || ended < (last?.at ?? 0)) return ["ended: it ends before its last event"];
  return [];
}
