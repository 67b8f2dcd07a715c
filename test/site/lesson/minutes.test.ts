// How long a lesson takes is computed, and not guessed: from its words and from what there is to do.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { minutesFor } from "../../../site/course/minutes.ts";
import { textOn } from "../../../site/course/routes.ts";

/** Readers differ by more than this anyway. */
const toleranceMinutes = 2;

const lessons = readdirSync("lessons").filter((name) => /^\d\d-.*\.mdx$/.test(name));
const minutesOf = (text: string) => Number(/^minutes: (\d+)$/m.exec(text)?.[1]);
const read = (name: string) => readFileSync(`lessons/${name}`, "utf8");

test.each([...lessons, "ten-minutes.mdx"])(
  "%s takes as many minutes as it says, in both languages",
  (name) => {
    const minutes = minutesOf(read(name));
    const computed = minutesFor(textOn("whole", name.replace(".mdx", ""), read(name)));
    expect(Math.abs(minutes - computed), `${computed.toFixed(1)} minutes`).toBeLessThan(toleranceMinutes);
    expect(minutesOf(read(`zh-cn/${name}`))).toBe(minutes);
  },
);

test.each(lessons)("the instructor's notes say the same of %s", (name) => {
  const minutes = minutesOf(read(name));
  const number = name.slice(0, 2);
  expect(read("pages/instructor-notes.mdx")).toMatch(new RegExp(`^## ${number} .*: ${minutes} minutes`, "m"));
  expect(read("zh-cn/pages/instructor-notes.mdx")).toMatch(
    new RegExp(`^## ${number} .*：${minutes} 分钟`, "m"),
  );
});
