// A timer that the class sees: an instructor starts it, and the gateway counts.

/** The longest timer. */
export const maxTimerSeconds = 4 * 3600;
/** How long a timer that has run out is still shown. */
export const timerStaysMs = 60_000;

/** What a timer is for. */
export const timerKinds = ["predict", "discuss", "work", "break"] as const;
export type TimerKind = (typeof timerKinds)[number];

/** A timer as an instructor starts it. */
export interface TimerStart {
  kind: TimerKind;
  /** From 1 to `maxTimerSeconds`. */
  seconds: number;
  /** The time at which it ends, as the instructor typed it, e.g. "10:45"; null if they chose how long. */
  until: string | null;
}

/** A timer as it's shown. The gateway counts, so that all pages agree. */
export interface Timer extends Omit<TimerStart, "seconds"> {
  /** Negative once it has run out. */
  leftMs: number;
}
