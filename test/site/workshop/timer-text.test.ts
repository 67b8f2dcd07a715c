// A timer's numbers.
import { expect, test } from "vitest";
import { clockText, secondsUntil } from "../../../site/workshop/timer-text.ts";

test.each([
  [60_000, "1:00"],
  [59_001, "1:00"],
  [59_000, "0:59"],
  [1, "0:01"],
  [0, "0:00"],
  [-5_000, "0:00"],
  [3_723_000, "1:02:03"],
])("with %i ms left it shows %s", (leftMs, text) => {
  expect(clockText(leftMs)).toBe(text);
});

test("a break until a time of day ends then, today or tomorrow", () => {
  const now = new Date(2026, 4, 20, 10, 30, 15);
  expect(secondsUntil("10:45", now)).toBe(14 * 60 + 45);
  expect(secondsUntil("10:30", now)).toBe(24 * 3600 - 15);
});
