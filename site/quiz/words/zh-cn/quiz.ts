// Chinese for the quiz's page.
import type { QuizWords } from "../en/quiz.ts";
import { misconceptions } from "./misconceptions.ts";
import { questionWords } from "./questions.ts";

export const words: QuizWords = {
  title: "测验",
  description: "十二道题，都是关于多台 Socket.IO 服务器最常见的误解，每个答案都有解释。",
  about: "以第一次的答案为准，答错了可以再试。",
  inClass: {
    before: "课程开始前，全班先做这十二道题。不知道就猜，没有人要求你会。",
    after: "全班再做一遍这十二道题。",
    blind: "正确答案稍后公布。讲师关闭测验之前，答案都可以改。",
    answered: (answered, of) => (answered === of ? `${of} 道题全部答完。` : `已答 ${answered}/${of} 题。`),
  },
  number: (number, of) => `第 ${number} 题，共 ${of} 题`,
  answer: "提交",
  again: "再试一次",
  next: "下一题",
  toResult: "看结果",
  right: "对。",
  wrong: "不对。",
  solution: "正确答案",
  see: "亲眼看看：",
  result: {
    title: "你的结果",
    none: "答完一题，这里就会显示结果。",
    right: (count) => `对 ${count} 题`,
    wrong: (count) => `错 ${count} 题`,
    answered: (answered, of) =>
      answered === of ? "所有题目都以第一次的答案为准。" : `已答 ${answered}/${of} 题。`,
    missed: "值得再看看",
    isFalse: "不对",
    class: (before, after, of) => `和全班一起做的：${of} 题中，课前答对 ${before} 题，课后 ${after} 题。`,
    perfect: "没有误解了。",
    more: "所有要点都在一页上：",
    cheatSheet: "速查表",
    print: "打印",
  },
  misconceptions,
  questions: questionWords,
};
