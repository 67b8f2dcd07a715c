// What the page says, in both languages, for tests that read it.
import { words as costsEn } from "../site/lab/costs/words/en.ts";
import { words as costsZhCn } from "../site/lab/costs/words/zh-cn.ts";
import { words as faultEn } from "../site/lab/fault/words/en.ts";
import { words as faultZhCn } from "../site/lab/fault/words/zh-cn.ts";
import { words as labEn } from "../site/lab/words/en/all.ts";
import { checks as checksEn } from "../site/lab/words/en/checks.ts";
import { words as labZhCn } from "../site/lab/words/zh-cn/all.ts";
import { checks as checksZhCn } from "../site/lab/words/zh-cn/checks.ts";

export const labWords = {
  en: { ...labEn, checks: checksEn },
  "zh-cn": { ...labZhCn, checks: checksZhCn },
};
export const costWords = { en: costsEn, "zh-cn": costsZhCn };
export const faultWords = { en: faultEn, "zh-cn": faultZhCn };
