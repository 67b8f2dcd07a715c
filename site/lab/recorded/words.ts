// The words of recordings in the page's language, loaded only where recordings are played.

import type { RecordedWords } from "../words/en/recorded.ts";

const words: Record<"en" | "zh-cn", () => Promise<{ recorded: RecordedWords }>> = {
  en: () => import("../words/en/recorded.ts"),
  "zh-cn": () => import("../words/zh-cn/recorded.ts"),
};

/** @param lang the page's, as in `<html lang>`. Rejects if they can't be fetched. */
export const recordedWords = async (lang = document.documentElement.lang): Promise<RecordedWords> =>
  (await words[lang.startsWith("zh") ? "zh-cn" : "en"]()).recorded;
