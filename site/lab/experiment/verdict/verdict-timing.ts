// When an experiment's verdict appears: once its result is known, and the picture has shown the message. Pure.

/** Silence is the result once no message has come for this long after the last action. */
export const silentMs = 1_000;
/** If actions follow the message, they may still deliver it: a Redis client retries every 400 ms. The run waits this long for it. */
export const lateMs = 2_000;

export interface RunProgress {
  /** Every action is done. */
  isOver: boolean;
  /** What the message brought to each client is known. */
  hasOutcome: boolean;
  /** No message came for `silentMs`, although the lab could be reached. */
  hasNothing: boolean;
}

/** Whether the run's result is known. */
export const isKnown = ({ isOver, hasOutcome, hasNothing }: RunProgress): boolean =>
  isOver && (hasOutcome || hasNothing);

export interface PictureProgress {
  /** There is a message to show. */
  hasMessage: boolean;
  hasShownIt: boolean;
  /** The learner skips to the result. */
  isHurried: boolean;
}

/** Whether the picture has nothing left to show before the verdict. */
export const isShown = ({ hasMessage, hasShownIt, isHurried }: PictureProgress): boolean =>
  isHurried || !hasMessage || hasShownIt;

/** Whether the verdict appears. `isAnswered`: the right answer is known, or the trace won't show one any more. */
export const mayAppear = (verdict: { isKnown: boolean; isShown: boolean; isAnswered: boolean }): boolean =>
  verdict.isKnown && verdict.isShown && verdict.isAnswered;
