// The first page's lab: what it says, and what it says next.
import { expect, test } from "vitest";
import type { LinkName } from "../../../../servers/protocol.ts";
import { type HomeState, homeStateOf, nextControl } from "../../../../site/lab/home/home-state.ts";
import { words as en } from "../../../../site/lab/home/words/en.ts";
import { words as zhCn } from "../../../../site/lab/home/words/zh-cn.ts";

/** What is said to somebody who always presses what is pointed at, until everyone hears. */
function followed(): HomeState[] {
  const links: Record<"a" | "b", LinkName> = { a: "none", b: "none" };
  let state: HomeState = "drawing";
  const states: HomeState[] = [state];
  for (let press = nextControl[state]; press && states.length < 10; press = nextControl[state]) {
    if (press !== "send") links[press] = "adapter";
    const isHeard = links.a !== "none" && links.b !== "none";
    state = homeStateOf("live", links, { links: { ...links }, isHeard });
    states.push(state);
  }
  return states;
}

test("leads to silence and to delivery in three presses", () => {
  expect(followed()).toEqual(["drawing", "silent", "half-a", "heard"]);
});

test.each([
  ["en", en],
  ["zh-CN", zhCn],
] as const)("needs at most 60 words for that: %s", (locale, { lead }) => {
  const text = followed().map((state) => lead[state]);
  const words = [...new Intl.Segmenter(locale, { granularity: "word" }).segment(text.join(" "))];
  expect(words.filter(({ isWordLike }) => isWordLike).length).toBeLessThanOrEqual(60);
});
