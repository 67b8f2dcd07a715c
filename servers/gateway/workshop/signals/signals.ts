// Learners' signals: done, stuck, a question. Pure; times are in ms on the gateway's clock.
//
// Browsers keep their own and report all of them whenever they connect, so a restarted gateway has them too.
import {
  type OpenSignal,
  type SignalEnd,
  type SignalKind,
  type SignalReport,
  signalKinds,
} from "../../../protocol-workshop.ts";
import { cleanQuestion } from "../clean-text.ts";
import { reportedAt } from "../reported-at.ts";

export interface Signal extends OpenSignal {
  end: { how: SignalEnd; at: number } | null;
}

/** Returns the reported signals. Those that were known keep their time, and stay ended even if the browser doesn't know it yet. */
export function mergeSignals(
  before: readonly Signal[],
  reports: readonly SignalReport[],
  now: number,
): Signal[] {
  const known = new Map(before.map((signal) => [signal.id, signal]));
  return reports.map(({ id, kind, text, at, agoMs, end }) => {
    const earlier = known.get(id);
    return {
      id,
      kind,
      text: kind === "question" ? cleanQuestion(text) : "",
      at,
      since: earlier?.since ?? reportedAt(now, agoMs),
      end: earlier?.end ?? (end && { how: end.how, at: reportedAt(now, end.agoMs) }),
    };
  });
}

/** Returns the signal that is open: the last one or none. */
export function openSignal(signals: readonly Signal[]): OpenSignal | null {
  const last = signals.at(-1);
  if (!last || last.end) return null;
  const { end: _, ...open } = last;
  return open;
}

/** Returns the signals after the open one was answered. */
export function answerOpen(signals: readonly Signal[], now: number): Signal[] {
  return signals.map((signal, index) =>
    index === signals.length - 1 ? { ...signal, end: { how: "answered", at: now } } : signal,
  );
}

/** Returns whether the instructor answered the signal that was reported last and that the browser believes to be open. */
export function isAnswerUnknown(reports: readonly SignalReport[], signals: readonly Signal[]): boolean {
  return reports.at(-1)?.end === null && signals.at(-1)?.end?.how === "answered";
}

/** Counts the open signals of those who are here, by kind. */
export function signalCounts(
  members: readonly { pages: number; signals: readonly Signal[] }[],
): Record<SignalKind, number> {
  const open = members.filter(({ pages }) => pages > 0).map(({ signals }) => openSignal(signals)?.kind);
  const counts = signalKinds.map((kind) => [kind, open.filter((one) => one === kind).length]);
  return Object.fromEntries(counts) as Record<SignalKind, number>;
}
