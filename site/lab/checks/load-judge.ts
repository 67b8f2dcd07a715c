// What judges runs, with its words in the page's language: loaded when a run is expected, since a page that is only read
// needs none of it.

import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import type { Prediction } from "../predict/kinds.ts";
import type { CheckName } from "./judge.ts";
import type { Verdict, Words } from "./judging.ts";

/** Both judge a run that began after the trace event `since`. */
export interface Judge {
  verdict: (
    check: CheckName,
    outcome: Outcome | undefined,
    derived: Derived,
    since: number | undefined,
  ) => Verdict;
  /** The right answer to what was asked; see site/lab/predict/truth.ts. */
  truth: (
    asked: Prediction,
    outcome: Outcome | undefined,
    derived: Derived,
    since: number | undefined,
    isOver: boolean,
  ) => readonly string[] | undefined;
}

const words: Record<"en" | "zh", () => Promise<{ checks: Words }>> = {
  en: () => import("../words/en/checks.ts"),
  zh: () => import("../words/zh-cn/checks.ts"),
};

/** Rejects if its code can't be fetched. */
export async function loadJudge(): Promise<Judge> {
  const locale = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const [{ judge }, { truthOf }, { checks }] = await Promise.all([
    import("./judge.ts"),
    import("../predict/truth.ts"),
    words[locale](),
  ]);
  return {
    verdict: (check, outcome, derived, since) => judge(check, outcome, derived, checks, since),
    truth: truthOf,
  };
}
