// Keeps what the instructor shows in a file next to the instructor's key. There are no names of learners in it: their browsers
// bring those back.
import { z } from "zod";
import { maxTimerSeconds } from "../../../timer.ts";
import { cleanNote } from "../clean-text.ts";
import { closedSteps, experiment, place, planStart, shownText, timerKind, until } from "../event-schemas.ts";
import { createKeptFile } from "../kept/kept-file.ts";
import { quizRound } from "../quiz/quiz-schema.ts";
import type { ShownState, ShownStore } from "./shown.ts";

const plan = planStart.safeExtend({
  reached: z.int().min(-1),
  startedAt: z.number(),
  breaksMs: z.number().min(0),
  breakFrom: z.number().nullable(),
});

const shownState = z.object({
  note: shownText.transform(cleanNote).nullable(),
  lead: place.nullable(),
  revealed: experiment.nullable(),
  isRightMarked: z.boolean(),
  voteAgain: experiment.nullable(),
  timer: z.object({ kind: timerKind, until, endsAt: z.number() }).nullable(),
  plan: plan.nullable(),
  closed: closedSteps,
  quiz: z.object({ open: quizRound.nullable(), isRevealed: z.boolean() }),
}) satisfies z.ZodType<ShownState>;

/** Without a file, nothing outlives the gateway. */
export function createShownFile(file: string | undefined, now: () => number = Date.now): ShownStore {
  const kept = createKeptFile<ShownState>(file, shownState, now);
  return {
    load() {
      const loaded = kept.load();
      if (!loaded) return null;
      const { savedAt, state } = loaded;
      const isTimerKept = state.timer !== null && state.timer.endsAt - savedAt <= maxTimerSeconds * 1000;
      return { ...state, timer: isTimerKept ? state.timer : null };
    },
    save: kept.save,
  };
}
