// The clock of a lab: the same in all of its processes.
/**
 * Milliseconds on a clock that all processes of the machine share: it never jumps, whatever is done to the
 * time of day. Good for differences and for order, not for dates.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
