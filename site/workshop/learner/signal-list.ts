// The signals that this browser has given, oldest first. Pure; times are in ms on the browser's clock.
import {
  maxQuestionLength,
  maxSignals,
  type OpenSignal,
  type Place,
  type SignalEnd,
  type SignalKind,
  type SignalReport,
  signalEnds,
  signalKinds,
} from "../../../servers/protocol-workshop.ts";
import { isSamePlace } from "../progress.ts";

export interface SavedSignal extends OpenSignal {
  end: { how: SignalEnd; at: number } | null;
}
export type SavedSignals = readonly SavedSignal[];

/** Older ones are from another day's class. */
const keptMs = 12 * 3_600_000;

/** Returns the signals with one more, which takes the open one's place. */
export function give(
  signals: SavedSignals,
  given: { id: string; kind: SignalKind; text: string; at: Place | null },
  now: number,
): SavedSignals {
  const text = given.text.trim().slice(0, maxQuestionLength);
  return [...endOpen(signals, "withdrawn", now), { ...given, text, since: now, end: null }].slice(
    -maxSignals,
  );
}

/** Returns the signals after the open one, if there is one, has ended. */
export function endOpen(signals: SavedSignals, how: SignalEnd, now: number): SavedSignals {
  const open = openOf(signals);
  return open ? [...signals.slice(0, -1), { ...open, end: { how, at: now } }] : signals;
}

/** The open signal: the last one or none. */
export function openOf(signals: SavedSignals): SavedSignal | undefined {
  const last = signals.at(-1);
  return last?.end === null ? last : undefined;
}

/** The last signal, if the instructor answered it at this place, and nothing was signalled since. */
export function answeredAt(signals: SavedSignals, place: Place | null): SavedSignal | undefined {
  const last = signals.at(-1);
  return last?.end?.how === "answered" && isSamePlace(last.at, place) ? last : undefined;
}

export function withoutOld(signals: SavedSignals, now: number): SavedSignals {
  return signals.filter(({ since }) => now - since < keptMs);
}

/** What is reported to the gateway, which has another clock. */
export function reportsOf(signals: SavedSignals, now: number): SignalReport[] {
  const ago = (at: number) => Math.max(0, Math.round(now - at));
  return signals.map(({ since, end, ...signal }) => ({
    ...signal,
    agoMs: ago(since),
    end: end && { how: end.how, agoMs: ago(end.at) },
  }));
}

/** Whether storage, which other versions and people may have written to, holds signals. */
export function isSavedSignals(value: unknown): value is SavedSignals {
  return Array.isArray(value) && value.length <= maxSignals && value.every(isSavedSignal);
}

function isSavedSignal(value: unknown): value is SavedSignal {
  const { id, kind, text, at, since, end } = (value ?? {}) as Partial<SavedSignal>;
  return (
    typeof id === "string" &&
    signalKinds.some((one) => one === kind) &&
    typeof text === "string" &&
    (at === null || typeof at?.lesson === "string") &&
    typeof since === "number" &&
    (end === null || (typeof end?.at === "number" && signalEnds.some((how) => how === end.how)))
  );
}
