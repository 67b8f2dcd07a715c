// Input that is too long or too deep to be looked at is refused before the schema sees it, and what is said of it is short.
import { expect, test } from "vitest";
import { z } from "zod";
import { problemsIn, safeParse } from "../../../servers/gateway/safe-parse.ts";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [index, 0]));
const deep = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;

test.each([
  ["an object", many(1001)],
  ["a list", Array(1001).fill(0)],
  ["a list in an object", { done: { a: Array(1001).fill(0) } }],
  ["a nest of lists", deep(30_000)],
])("%s with too much in it reaches no schema", (_, value) => {
  let looked = 0;
  const { success } = safeParse(
    z.unknown().refine(() => ++looked),
    value,
  );
  expect([success, looked]).toEqual([false, 0]);
});

test.each([many(1000), Array(1000).fill(0), deep(50)])("as much as is allowed reaches it", (value) => {
  expect(safeParse(z.unknown(), value).success).toBe(true);
});

test("of many problems three are named", () => {
  const { error } = safeParse(z.record(z.string(), z.string()), many(1000));
  const said = problemsIn(error as z.ZodError);
  expect(said.match(/✖/g)).toHaveLength(3);
  const { error: long } = safeParse(z.strictObject({}), { ["x".repeat(5000)]: 1 });
  expect(problemsIn(long as z.ZodError)).toHaveLength(1000);
});
