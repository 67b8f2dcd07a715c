// Both languages, for pages drawn at build time. A page's script loads its own language only.
import type { Dictionary } from "../../locale.ts";
import { words as en, type ShellWords } from "./en.ts";
import { words as zhCn } from "./zh-cn.ts";

export const shellWords: Dictionary<ShellWords> = { en, "zh-cn": zhCn };
