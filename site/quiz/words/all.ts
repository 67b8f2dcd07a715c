// Both languages, for the page drawn at build time. A page's script loads its own language only.
import type { Dictionary } from "../../locale.ts";
import { words as en, type QuizWords } from "./en/quiz.ts";
import { words as zhCn } from "./zh-cn/quiz.ts";

export const quizWords: Dictionary<QuizWords> = { en, "zh-cn": zhCn };
