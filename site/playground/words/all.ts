// Both languages, for pages drawn at build time. A page's script loads its own language only.
import type { Dictionary } from "../../locale.ts";
import { words as en, type PlaygroundWords } from "./en.ts";
import { words as zhCn } from "./zh-cn.ts";

export const playgroundWords: Dictionary<PlaygroundWords> = { en, "zh-cn": zhCn };
