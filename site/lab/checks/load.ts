// What judges runs, with its words in the page's language: loaded when a run is expected, since a page that is only read
// needs none of it.

import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import type { CheckName } from "./judge.ts";
import type { Verdict, Words } from "./judging.ts";

/** The verdict on a run that began after the trace event `since`. */
export type Judge = (
  check: CheckName,
  outcome: Outcome | undefined,
  derived: Derived,
  since: number | undefined,
) => Verdict;

const words: Record<"en" | "zh", () => Promise<{ checks: Words }>> = {
  en: () => import("../words/en/checks.ts"),
  zh: () => import("../words/zh-cn/checks.ts"),
};

/** Rejects if its code can't be fetched. */
export async function loadJudge(): Promise<Judge> {
  const locale = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const [{ judge }, { checks }] = await Promise.all([import("./judge.ts"), words[locale]()]);
  return (check, outcome, derived, since) => judge(check, outcome, derived, checks, since);
}
