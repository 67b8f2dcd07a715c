// How long a lesson takes is computed, and not guessed: from its words and from what there is to do.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { minutesFor } from "../../../site/course/minutes.ts";
import { textOn } from "../../../site/course/routes.ts";

/** A lesson says what is computed, rounded. */
const toleranceMinutes = 1;
const mostMinutes = 10;
/** In a room, half as much again. */
const inRoom = 1.5;

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

test.each(lessons)("%s takes ten minutes at most", (name) => {
  const computed = minutesFor(textOn("whole", name.replace(".mdx", ""), read(name)));
  expect(Math.round(computed)).toBeLessThanOrEqual(mostMinutes);
});

test.each(lessons)("the instructor's notes say the same of %s", (name) => {
  const minutes = minutesOf(read(name));
  const number = name.slice(0, 2);
  expect(read("pages/instructor-notes.mdx")).toMatch(new RegExp(`^## ${number} .*: ${minutes} minutes`, "m"));
  expect(read("zh-cn/pages/instructor-notes.mdx")).toMatch(
    new RegExp(`^## ${number} .*：${minutes} 分钟`, "m"),
  );
});

/** Which earlier lessons one builds on, so that no plan may have it without them. */
const needs: Record<string, string[]> = {
  "04": ["03"],
  "06": ["03", "05"],
  "07": ["03"],
  "08": ["07"],
  "09": ["03", "07"],
  "10": ["07"],
  "13": ["07", "08", "09", "10"],
};

test.each(["pages", "zh-cn/pages"])(
  "the plans of %s/instructor-notes skip nothing that they need, and count right",
  (folder) => {
    const rows = read(`${folder}/instructor-notes.mdx`).matchAll(
      /^\|[^|]+\| ((?:\d\d(?:, |、)?)+) \| (\d+) \|$/gm,
    );
    const plans = [...rows].map(([, names = "", minutes]) => ({
      names: names.split(/, |、/),
      minutes: Number(minutes),
    }));
    expect(plans).toHaveLength(2);
    for (const { names, minutes } of plans) {
      const alone = names.map((name) => minutesOf(read(lessons.find((one) => one.startsWith(name)) ?? "")));
      const room = inRoom * alone.reduce((sum, one) => sum + one);
      expect(Math.abs(minutes - room), `${room} minutes`).toBeLessThanOrEqual(5);
      expect(names.flatMap((name) => needs[name] ?? []).filter((name) => !names.includes(name))).toEqual([]);
    }
  },
);
