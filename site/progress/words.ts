// The words of the learner's progress and notes.
import type { Dictionary } from "../locale.ts";

const en = {
  title: "Your progress",
  about: "What you predicted, what happened, and your notes. All of it is kept in this browser only.",
  needsScript: "It needs JavaScript.",
  summary: (met: number, of: number, lessons: number, ofLessons: number) =>
    `${met} of ${of} experiments reached their goal, ${lessons} of ${ofLessons} lessons done.`,
  /** Beside a lesson in a list. */
  done: "done",
  begun: "{met} of {of} experiments",
  columns: {
    experiment: "Experiment",
    predicted: "you said",
    outcome: "prediction",
    state: "goal",
    when: "when",
    and: ", ",
  },
  nobody: "nobody",
  noPrediction: "–",
  right: "right",
  wrong: "not so",
  met: "reached",
  run: "not reached",
  open: "not done yet",
  export: "Export",
  import: "Import",
  wipe: "Wipe",
  imported: (experiments: number, notes: number) =>
    `Read: ${experiments} experiments and ${notes} notes. Where both had something, the later one stays.`,
  problems: {
    "not-json": "Expected a file that “Export” has written, and this is no JSON. Choose another file.",
    "not-progress":
      "Expected a file that “Export” has written; this is JSON of another kind. Choose another file.",
    version: (version: string) =>
      `Expected version 1 of the file, and this is version ${version}. Open it with the Crosstalk that wrote it, or a newer one.`,
    "too-large": "Expected a file of at most 2 MB. Choose the one that “Export” has written.",
  },
  wiping: {
    title: "Wipe everything?",
    text: "Progress, predictions, notes and layout in this browser are deleted. Your lab goes on. It cannot be undone; export first what you want to keep.",
    wipe: "Wipe everything",
    cancel: "Keep it",
    done: "Everything is wiped.",
  },
  notes: {
    title: "Your notes",
    label: (lesson: string) => `Your notes on “${lesson}”`,
    placeholder: "For yourself; kept in this browser.",
  },
};

const zhCn: typeof en = {
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
  noPrediction: "–",
  right: "正确",
  wrong: "不对",
  met: "已达成",
  run: "未达成",
  open: "未做",
  export: "导出",
  import: "导入",
  wipe: "清空",
  imported: (experiments, notes) => `读入 ${experiments} 个实验、${notes} 条笔记。两边都有的，保留较新的。`,
  problems: {
    "not-json": "需要用“导出”生成的文件，而这个文件不是 JSON。请换一个文件。",
    "not-progress": "需要用“导出”生成的文件，而这是别的 JSON。请换一个文件。",
    version: (version) =>
      `需要第 1 版的文件，而这是第 ${version} 版。请用生成它的 Crosstalk 或更新的版本打开。`,
    "too-large": "文件最大 2 MB。请选择用“导出”生成的那个文件。",
  },
  wiping: {
    title: "全部清空？",
    text: "这个浏览器里的进度、预测、笔记和布局都会删除，实验台照常运行。此操作无法撤销，想保留的请先导出。",
    wipe: "全部清空",
    cancel: "保留",
    done: "已全部清空。",
  },
  notes: {
    title: "你的笔记",
    label: (lesson) => `关于“${lesson}”的笔记`,
    placeholder: "写给自己看，只保存在这个浏览器里。",
  },
};

export type ProgressWords = typeof en;

export const progressWords: Dictionary<ProgressWords> = { en, "zh-cn": zhCn };
