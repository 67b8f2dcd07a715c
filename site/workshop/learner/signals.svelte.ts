// This browser's signals: saved for all of its tabs, reported when they change, and ended by going to another step.
import type { Place, SignalEnd, SignalKind } from "../../../servers/protocol-workshop.ts";
import { load, onSaved, save } from "../../storage.ts";
import { isSamePlace } from "../progress.ts";
import { randomKey } from "../take-part.ts";
import { onStepUsed } from "./reading-place.ts";
import {
  answeredAt,
  endOpen,
  give,
  isSavedSignals,
  openOf,
  reportsOf,
  type SavedSignals,
  withoutOld,
} from "./signal-list.ts";

const key = "workshop:signals";

export type Signals = ReturnType<typeof createSignals>;

/**
 * @param here returns the learner's place.
 * @param tell reports the signals; called when they have changed, in this tab or another.
 */
export function createSignals(here: () => Place | null, tell: () => void) {
  let signals = $state.raw<SavedSignals>([]);

  /** Where storage is forbidden, this tab has the signals alone. */
  function read() {
    signals = withoutOld(load(key, isSavedSignals) ?? signals, Date.now());
  }

  function change(to: SavedSignals) {
    if (to === signals) return;
    signals = to;
    save(key, to);
  }
  const end = (how: SignalEnd) => change(endOpen(signals, how, Date.now()));

  const stop = onSaved(key, () => {
    read();
    tell();
  });
  /** The learner has gone to this place. */
  function moved(to: Place) {
    const signal = openOf(signals);
    if (signal && !isSamePlace(signal.at, to)) end("moved");
  }

  const stopUse = onStepUsed((experiment) => {
    const at = here();
    if (at) moved({ lesson: at.lesson, experiment });
  });
  read();
  const start = here();
  const open = openOf(signals);
  if (open && start && open.at?.lesson !== start.lesson) end("moved");

  return {
    get open() {
      return openOf(signals);
    },
    /** The last signal, if the instructor answered it here. */
    get answered() {
      return answeredAt(signals, here());
    },
    reports: () => reportsOf(signals, Date.now()),
    /** @param text of a question; "" for the others. */
    give(kind: SignalKind, text = "") {
      change(give(signals, { id: randomKey(), kind, text, at: here() }, Date.now()));
    },
    takeBack: () => end("withdrawn"),
    /** The instructor answered the signal with this id. */
    answer(id: string) {
      if (openOf(signals)?.id === id) end("answered");
    },
    moved,
    close() {
      stop();
      stopUse();
    },
  };
}
