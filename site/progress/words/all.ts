// Both languages, for pages drawn at build time. A page's script loads its own language only.
import type { Dictionary } from "../../locale.ts";
import { words as en, type ProgressWords } from "./en.ts";
import { words as zhCn } from "./zh-cn.ts";

export const progressWords: Dictionary<ProgressWords> = { en, "zh-cn": zhCn };
