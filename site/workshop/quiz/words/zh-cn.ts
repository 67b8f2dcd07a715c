// Chinese for the quiz in a class, on the instructor's page and on the wall.
import { misconceptions } from "../../../quiz/words/zh-cn/misconceptions.ts";
import type { ClassQuizWords } from "./en.ts";

export const words: ClassQuizWords = {
  title: "测验",
  names: { before: "课前", after: "课后" },
  opened: { before: "课前测验", after: "课后测验" },
  about: "十二道题，课前课后各做一次。学员在自己的页面上作答，第二次关闭后才能看到正确答案。",
  closed: "测验已关闭。",
  answered: (answered, of) => `${of} 人中已有 ${answered} 人全部答完`,
  open: { before: "开始课前测验", after: "开始课后测验" },
  close: "关闭测验",
  reveal: "给全班看",
  hide: "收起",
  shown: "全班都能看到。",
  hidden: "只有你能看到。",
  revealAbout: "给全班看会关闭测验。这里写明了哪些想法是错的，所以课前那次最好只留给自己看。",
  none: "还没有人作答。",
  wrongIdeas: "班里的误解",
  noWrongIdeas: "没有人答错。",
  more: (count) => `另外还有 ${count} 种`,
  held: (held, of) => `${held}/${of}`,
  round: (name, learners, percent) => `${name}：${learners} 人，答对 ${percent}%`,
  misconceptions,
};
