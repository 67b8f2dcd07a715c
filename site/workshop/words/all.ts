// Both languages, for pages drawn at build time. A page's script loads its own language only.
import type { Dictionary } from "../../locale.ts";
import { words as en, type WorkshopWords } from "./en.ts";
import { words as zhCn } from "./zh-cn.ts";

export const workshopWords: Dictionary<WorkshopWords> = { en, "zh-cn": zhCn };
