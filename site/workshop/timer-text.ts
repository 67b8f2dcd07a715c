// A timer's numbers: what is left, and how long it is until a time of day.

/** "0:59" or "1:02:03". A second that has begun counts whole, so that a timer starts with all of its time and ends at 0:00. */
export function clockText(leftMs: number): string {
  const all = Math.max(0, Math.ceil(leftMs / 1000));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
}

/** Seconds from `now` until this time of day ("10:45"), today or else tomorrow. */
export function secondsUntil(time: string, now: Date): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const then = new Date(now);
  then.setHours(hours, minutes, 0, 0);
  if (then <= now) then.setDate(then.getDate() + 1);
  return Math.round((then.getTime() - now.getTime()) / 1000);
}
