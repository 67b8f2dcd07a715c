// What the instructor shows the class: note, lead, revealed answers, the second vote, the timer, the plan and what it keeps
// closed, the quiz. A file keeps it, so that a gateway that starts again shows the same.
import type { Plan, PlanStart } from "../../../plan.ts";
import type { Place } from "../../../protocol-workshop.ts";
import type { QuizRound } from "../../../quiz/tally.ts";
import { type Timer, type TimerStart, timerStaysMs } from "../../../timer.ts";
import { cleanNote } from "../clean-text.ts";
import { type QuizShown, quizNotShown } from "../quiz/quiz-answers.ts";
import { type PlanState, planAt, reach, startPlan, timerChanged } from "./plan-clock.ts";

export interface ShownState {
  note: string | null;
  lead: Place | null;
  /** The experiment whose answers are revealed, as `lesson#experiment`. */
  revealed: string | null;
  /** Whether the right one of them is marked. */
  isRightMarked: boolean;
  /** The experiment of the second vote that is open. */
  voteAgain: string | null;
  /** `endsAt` is in ms on the gateway's clock. */
  timer: (Omit<TimerStart, "seconds"> & { endsAt: number }) | null;
  plan: PlanState | null;
  /** Experiments that aren't open yet, as `lesson#experiment`. Leading to one opens it. */
  closed: string[];
  quiz: QuizShown;
}

export interface Shown {
  state: () => ShownState;
  /** The timer as pages get it; null without one, or once it's over. */
  timerNow: () => Timer | null;
  note: (text: string | null) => void;
  lead: (place: Place | null) => void;
  reveal: (experiment: string | null) => void;
  voteAgain: (experiment: string | null) => void;
  markRight: (isMarked: boolean) => void;
  timer: (timer: TimerStart | null) => void;
  /** Starts a plan with every step open; null ends it, and opens everything. */
  plan: (plan: PlanStart | null) => void;
  planNow: () => Plan | null;
  close: (experiments: string[]) => void;
  openQuiz: (round: QuizRound | null) => void;
  revealQuiz: (isRevealed: boolean) => void;
}

/** Where it's kept. */
export interface ShownStore {
  /** Returns null if nothing was kept. */
  load: () => ShownState | null;
  save: (state: ShownState) => void;
}

const nothing: ShownState = {
  note: null,
  lead: null,
  revealed: null,
  isRightMarked: false,
  voteAgain: null,
  timer: null,
  plan: null,
  closed: [],
  quiz: quizNotShown,
};

export function createShown(store: ShownStore, now: () => number = Date.now): Shown {
  let state = store.load() ?? nothing;
  const set = (change: Partial<ShownState>) => {
    state = { ...state, ...change };
    store.save(state);
  };

  return {
    state: () => state,
    timerNow() {
      if (!state.timer) return null;
      const { endsAt, ...timer } = state.timer;
      const leftMs = endsAt - now();
      return leftMs < -timerStaysMs ? null : { ...timer, leftMs };
    },
    note: (text) => set({ note: text === null ? null : cleanNote(text) }),
    lead(lead) {
      const isAnother = lead !== null && keyOf(lead) !== keyOf(state.lead);
      const timer = state.timer?.kind === "break" ? state.timer : null;
      const quiz = { ...state.quiz, isRevealed: false };
      const key = experimentKey(lead);
      set({
        lead,
        ...(isAnother && { revealed: null, isRightMarked: false, voteAgain: null, timer, quiz }),
        ...(lead && state.plan && { plan: reach(state.plan, lead) }),
        closed: state.closed.filter((one) => one !== key),
      });
    },
    reveal(revealed) {
      const isRightMarked = state.isRightMarked && revealed === state.revealed;
      set({ revealed, isRightMarked, ...(revealed !== null && { voteAgain: null }) });
    },
    voteAgain: (voteAgain) =>
      set({ voteAgain, ...(voteAgain !== null && { revealed: null, isRightMarked: false }) }),
    markRight: (isRightMarked) => set({ isRightMarked }),
    timer(start) {
      const timer = start && { kind: start.kind, until: start.until, endsAt: now() + start.seconds * 1000 };
      set({ timer, plan: state.plan && timerChanged(state.plan, state.timer, timer, now()) });
    },
    plan: (start) => set({ plan: start && startPlan(start, state.timer, now()), closed: [] }),
    planNow: () => state.plan && planAt(state.plan, state.timer, now()),
    close: (closed) => set({ closed }),
    openQuiz: (open) => set({ quiz: { open, isRevealed: false } }),
    revealQuiz: (isRevealed) => set({ quiz: { open: isRevealed ? null : state.quiz.open, isRevealed } }),
  };
}

/** `lesson#experiment`; null for a lesson's beginning. */
export const experimentKey = (place: Place | null): string | null =>
  place && place.experiment !== null ? `${place.lesson}#${place.experiment}` : null;

const keyOf = (place: Place | null) => place && `${place.lesson}#${place.experiment ?? ""}`;
