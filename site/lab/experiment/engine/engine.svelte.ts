// What experiments need to run and to be judged, with the checks' words in the page's language. One for all experiments of the
// page; a page that's only read needs none of it.

import type { Words } from "../../checks/building-blocks.ts";
import type { runParts } from "./run-parts.ts";

type Engine = typeof runParts & { words: Words };

const words: Record<"en" | "zh", () => Promise<{ checks: Words }>> = {
  en: () => import("../../words/en/checks.ts"),
  zh: () => import("../../words/zh-cn/checks.ts"),
};

let loaded = $state.raw<Engine | undefined>();
let loading: Promise<Engine | undefined> | undefined;

export const engine = {
  get now(): Engine | undefined {
    return loaded;
  },
  /** Resolves to undefined if its code can't be fetched; the next call tries again. */
  load(): Promise<Engine | undefined> {
    loading ??= open().catch(() => {
      loading = undefined;
      return undefined;
    });
    return loading;
  },
};

async function open(): Promise<Engine> {
  const locale = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const [{ runParts: parts }, { checks }] = await Promise.all([import("./run-parts.ts"), words[locale]()]);
  loaded = { ...parts, words: checks };
  return loaded;
}
