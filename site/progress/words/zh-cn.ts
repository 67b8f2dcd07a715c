// Chinese for the learner’s progress and notes.
import type { ProgressWords } from "./en.ts";

export const words: ProgressWords = {
  title: "学习进度",
  about: "你的预测、实际结果和笔记，全都只保存在这个浏览器里。",
  needsScript: "需要启用 JavaScript。",
  summary: (met, of, lessons, ofLessons) =>
    `${of} 个实验中 ${met} 个达成目标，${ofLessons} 课学完了 ${lessons} 课。`,
  done: "已学完",
  begun: "{of} 个实验完成 {met} 个",
  columns: {
    experiment: "实验",
    predicted: "你的预测",
    outcome: "预测结果",
    state: "目标",
    when: "时间",
    and: "、",
  },
  nobody: "谁也收不到",
  noPublish: "没有 PUBLISH",
  noPrediction: "–",
  right: "正确",
  wrong: "错误",
  met: "已达成",
  run: "未达成",
  open: "未做",
  export: "导出",
  import: "导入",
  wipe: "清空",
  imported: (experiments, attempts, notes, answers) =>
    `读入 ${experiments} 个实验、${attempts} 个练习、${notes} 条笔记和测验的 ${answers} 个答案。两边都有的，保留较新的；测验保留最先的答案。`,
  problems: {
    "not-json": "需要用“导出”生成的文件，而这个文件不是 JSON。请换一个文件。",
    "not-progress": "需要用“导出”生成的文件，而这是别的 JSON。请换一个文件。",
    version: (version) =>
      `需要第 1 版的文件，而这是第 ${version} 版。请用生成它的 Crosstalk 或更新的版本打开。`,
    "too-large": "文件最大 2 MB。请选择用“导出”生成的那个文件。",
  },
  wiping: {
    title: "全部清空？",
    text: "这个浏览器里的进度、预测、代码、笔记、测验答案和布局都会删除，实验台照常运行。此操作无法撤销，想保留的请先导出。",
    wipe: "全部清空",
    cancel: "保留",
    done: "已全部清空。",
  },
  quiz: {
    title: "测验",
    open: "还没开始。",
    summary: (right, answered, of) =>
      answered === of
        ? `${of} 题中，第一次就答对 ${right} 题。`
        : `已答 ${answered}/${of} 题，第一次就答对 ${right} 题。`,
  },
  finish: {
    title: "预测回顾",
    about: "你在这条路线上做过的全部预测：对的、错的，以及原因。",
    summary: (predicted, of) =>
      predicted === of ? `${of} 个实验你全都预测过了。` : `${of} 个实验中，你预测了 ${predicted} 个。`,
    right: (count) => `对 ${count} 个`,
    wrong: (count) => `错 ${count} 个`,
    none: "你还没有先预测再运行过实验。从这里开始：",
    wrongTitle: "错的，以及原因",
    rightTitle: "对的",
    openTitle: "还没预测的",
    said: "你的预测",
    was: "实际结果",
    heard: (client, ms) => (ms === undefined ? `${client} 收到了。` : `${client} 收到了，用时 ${ms}。`),
    silent: (client, why) => `${client} 没收到。${why}`,
    certificate: "学习证明",
    print: "打印",
    quiz: "现在掌握了多少？",
    toQuiz: "做十二道题",
    next: "接下来：",
    on: (date) => `截至 ${date}`,
  },
  notes: {
    title: "你的笔记",
    label: (lesson) => `关于“${lesson}”的笔记`,
    placeholder: "写给自己看，只保存在这个浏览器里。",
  },
};
