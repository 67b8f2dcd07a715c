// Whether an answer is right, and the two that are words. Apart from the rest, because every page reads its saved answers.

export const noPublish = "none";
export const never = "never";

/** Whether the answer is what happened. A time may be off by the margin that came with what happened. */
export const isSameAnswer = (said: readonly string[], was: readonly string[]): boolean =>
  said.length === was.length && said.every((token) => was.includes(token) || isNear(token, was[0]));

function isNear(token: string, was: string | undefined): boolean {
  const [one, other] = [timeOf(token), timeOf(was)];
  return one !== undefined && other !== undefined && Math.abs(one.ms - other.ms) <= other.withinMs;
}

/** The milliseconds of a token, and how far from them is right; undefined for any other token. */
export function timeOf(token: string | undefined): { ms: number; withinMs: number } | undefined {
  const [, ms, withinMs = 0] = /^(\d+)ms(?:±(\d+))?$/.exec(token ?? "") ?? [];
  return ms === undefined ? undefined : { ms: Number(ms), withinMs: Number(withinMs) };
}
