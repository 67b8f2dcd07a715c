// Keeps what the instructor shows in a file next to the instructor's key. There are no names of learners in it: their browsers
// bring those back.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { maxTimerSeconds } from "../../../timer.ts";
import { safeParse } from "../../safe-parse.ts";
import { cleanNote } from "../clean-text.ts";
import { closedSteps, experiment, place, planStart, shownText, timerKind, until } from "../event-schemas.ts";
import { writeWhole } from "../write-whole.ts";
import type { ShownState, ShownStore } from "./shown.ts";

/** What was shown longer ago belongs to another class. */
const maxAgeMs = 12 * 3_600_000;

const plan = planStart.safeExtend({
  reached: z.int().min(-1),
  startedAt: z.number(),
  breaksMs: z.number().min(0),
  breakFrom: z.number().nullable(),
});

const kept = z.object({
  savedAt: z.number(),
  state: z.object({
    note: shownText.transform(cleanNote).nullable(),
    lead: place.nullable(),
    revealed: experiment.nullable(),
    isRightMarked: z.boolean(),
    voteAgain: experiment.nullable(),
    timer: z.object({ kind: timerKind, until, endsAt: z.number() }).nullable(),
    plan: plan.nullable(),
    closed: closedSteps,
  }),
}) satisfies z.ZodType<{ savedAt: number; state: ShownState }>;

/** Without a file, nothing outlives the gateway. */
export function createShownFile(file: string | undefined, now: () => number = Date.now): ShownStore {
  if (file === undefined) return { load: () => null, save() {} };
  return {
    load() {
      try {
        const parsed = safeParse(kept, JSON.parse(readFileSync(file, "utf8")));
        if (!parsed.success) return null;
        const { savedAt, state } = parsed.data;
        // A clock that was set back makes it younger than now.
        const age = Math.abs(now() - savedAt);
        const isTimerKept = state.timer !== null && state.timer.endsAt - savedAt <= maxTimerSeconds * 1000;
        return age < maxAgeMs ? { ...state, timer: isTimerKept ? state.timer : null } : null;
      } catch {
        return null; // there is none, or it was cut short
      }
    },
    save(state) {
      try {
        writeWhole(file, JSON.stringify({ savedAt: now(), state }));
      } catch {
        // A container can be read-only. Then a restart forgets it.
      }
    },
  };
}
