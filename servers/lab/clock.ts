// The clock of a lab, which all of its processes share.
/**
 * Returns milliseconds on a monotonic clock that all processes of this machine share. Use it for differences and order,
 * not for dates.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
