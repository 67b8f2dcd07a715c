// The states of an experiment, and how events change them. Pure: the Experiment class carries out what a change requires.
//
//   asking ──start──▶ setting-up ──prepared──▶ running ──ended──▶ showing ──shown──▶ judged
//     ▲  ◀──failed── ─────┘                      │                                    │
//     └──────────────failed, lab-left────────────┴──────────────again─────────────────┘
//
// A message sent by hand leads from asking straight to showing.

/** Why the lab isn't in the state the experiment needs. `away` ends as soon as the lab is back. */
export type Failure =
  | { is: "away" }
  | { is: "not-ready" }
  /** There is no recording to play; the lab says why. */
  | { is: "unplayable" }
  /** The gateway's message. */
  | { is: "refused"; message: string }
  /** The code for a run couldn't be fetched. */
  | { is: "unloaded" }
  /** An action wasn't done. */
  | { is: "stopped" }
  /** The lab was replaced by another one. */
  | { is: "lost" };

/** The note next to the buttons. */
export type Note =
  /** The learner must predict first. */
  | { is: "prediction-needed" }
  /** The lab is in the state the step assumes. */
  | { is: "ready" }
  | Failure;

export type State =
  /** Waiting for a prediction, or for a run. */
  | { is: "asking"; note?: Note }
  /** The lab is being set up, for a run or only to look at. `from`: where to return to if that fails. */
  | { is: "setting-up"; isForRun: boolean; from: "asking" | "judged" }
  /** The actions are being carried out; `step` is the index of the current one. */
  | { is: "running"; step?: number }
  /** Everything was sent; the result isn't known yet, or the picture hasn't shown it yet. */
  | { is: "showing" }
  /** The result is shown. */
  | { is: "judged"; note?: Note };

export type Event =
  | { type: "predicted" }
  /** The learner wants to run it. `mayRun`: there is a prediction, or the learner skips it. */
  | { type: "start"; mayRun: boolean }
  /** The learner wants the lab set up without a run. */
  | { type: "prepare" }
  | { type: "prepared" }
  /** The lab couldn't be set up, or an action wasn't done. */
  | { type: "failed"; failure: Failure }
  /** An action begins, by its index; undefined once all are done. */
  | { type: "step"; step: number | undefined }
  /** Everything was sent, and anything that could follow has had time to arrive. */
  | { type: "ended" }
  /** A message that answers the question was sent by hand. */
  | { type: "sent-by-hand" }
  /** The result is known, and the picture has shown it. */
  | { type: "shown" }
  /** An earlier visit's result is shown. */
  | { type: "restored" }
  /** Another lab replaced this one, or (`isAway`) there is none. */
  | { type: "lab-left"; isAway: boolean }
  /** The lab can be reached again. */
  | { type: "lab-back" }
  /** The learner wants to predict again. */
  | { type: "again" };

export const initial: State = { is: "asking" };

/** The state after an event; the same object if the event changes nothing. */
export function next(state: State, event: Event): State {
  switch (state.is) {
    case "asking":
    case "judged":
      return nextAtRest(state, event);
    case "setting-up":
      if (event.type === "prepared")
        return state.isForRun ? { is: "running" } : { is: state.from, note: { is: "ready" } };
      return event.type === "failed" ? { is: state.from, note: event.failure } : state;
    case "running":
      if (event.type === "step")
        return { is: "running", ...(event.step !== undefined && { step: event.step }) };
      if (event.type === "ended") return { is: "showing" };
      return event.type === "failed" ? { is: "asking", note: event.failure } : afterLab(state, event);
    case "showing":
      return event.type === "shown" ? { is: "judged" } : afterLab(state, event);
  }
}

function nextAtRest(state: Extract<State, { is: "asking" | "judged" }>, event: Event): State {
  const { is, note } = state;
  switch (event.type) {
    case "start":
      if (!event.mayRun) return { is, note: { is: "prediction-needed" } };
      return { is: "setting-up", isForRun: true, from: is };
    case "prepare":
      return { is: "setting-up", isForRun: false, from: is };
    case "predicted":
      return note ? { is } : state;
    case "lab-left":
      return note && note.is !== "prediction-needed" ? { is } : state;
    case "lab-back":
      return note?.is === "away" ? { is } : state;
    case "sent-by-hand":
      return is === "asking" ? { is: "showing" } : state;
    case "restored":
      return is === "asking" ? { is: "judged" } : state;
    case "again":
      return is === "judged" ? { is: "asking" } : state;
    default:
      return state;
  }
}

/** What losing the lab does to a run: nothing more of it can be observed. */
function afterLab(state: State, event: Event): State {
  if (event.type !== "lab-left") return state;
  return { is: "asking", note: { is: event.isAway ? "away" : "lost" } };
}

/** Whether the experiment is busy: predictions and buttons have no effect. */
export const isBusy = ({ is }: State): boolean => is === "setting-up" || is === "running" || is === "showing";
