// Loads what experiments need to run and to be judged, with the checks' words in the page's language. One for all experiments of the
// page; a page that's only read loads none of it.

import type { Words } from "../../checks/building-blocks.ts";
import type { runnerParts } from "./runner-parts.ts";

type Runner = typeof runnerParts & { words: Words };

const words: Record<"en" | "zh", () => Promise<{ checks: Words }>> = {
  en: () => import("../../words/en/checks.ts"),
  zh: () => import("../../words/zh-cn/checks.ts"),
};

let loaded = $state.raw<Runner | undefined>();
let loading: Promise<Runner | undefined> | undefined;

export const runner = {
  get now(): Runner | undefined {
    return loaded;
  },
  /** Resolves to undefined if its code can't be fetched; the next call tries again. */
  load(): Promise<Runner | undefined> {
    loading ??= open().catch(() => {
      loading = undefined;
      return undefined;
    });
    return loading;
  },
};

async function open(): Promise<Runner> {
  const locale = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const [{ runnerParts: parts }, { checks }] = await Promise.all([
    import("./runner-parts.ts"),
    words[locale](),
  ]);
  loaded = { ...parts, words: checks };
  return loaded;
}
