// Both languages, for the page drawn at build time.
import type { Dictionary } from "../../../locale.ts";
import { type CertificateWords, words as en } from "./en.ts";
import { words as zhCn } from "./zh-cn.ts";

export const certificateWords: Dictionary<CertificateWords> = { en, "zh-cn": zhCn };
