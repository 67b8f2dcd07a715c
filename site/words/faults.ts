// The words of the puzzle in lesson 13.
import type { Dictionary } from "./locale.ts";

const en = {
  about:
    "Here the lab breaks one thing at random and hides it, and you find out which with the tools of this course. It needs JavaScript.",
};
const zhCn: typeof en = {
  about: "这里实验台会随机弄坏一处并藏起来，由你用本课程的工具找出是哪一处。需要 JavaScript。",
};
export const faultWords: Dictionary<typeof en> = { en, "zh-cn": zhCn };
