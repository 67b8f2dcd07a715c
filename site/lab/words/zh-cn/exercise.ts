// Chinese for an exercise: the editor, what the servers run, and what is wrong.
import type { FaultKind } from "../../../../servers/protocol.ts";
import type { exercise as en } from "../en/exercise.ts";
import { list, upper } from "./format.ts";

const where = ({ file, line }: { file?: string; line?: number }) =>
  file === undefined ? "" : `（\`${file}\` 第 ${line} 行）`;

const why = (kind: FaultKind, text: string) =>
  ({
    error: text,
    exit: "它结束了自己的进程。",
    hung: "它一直没有返回，5 秒后实验台结束了它。",
    memory: "它占用的内存太多，实验台结束了它。",
  })[kind];

export const exercise: typeof en = {
  label: "练习",
  minutes: (minutes) => `选做，约 ${minutes} 分钟`,
  passed: "已完成",
  open: "动手写代码",
  resume: "继续写你的代码",
  loading: "正在加载编辑器……",
  notLoaded: "编辑器没有加载成功。请检查网络，再点一次。",
  editor: (file) => `${file} 的代码`,
  files: "文件",
  keys: "Ctrl+Enter（⌘+Enter）运行并检查。Tab 缩进；要离开编辑器，先按 Escape，再按 Tab。",
  runBoth: "在两台上运行并检查",
  runOn: (server) => `只在 ${upper(server)} 上运行`,
  changes: "显示改动",
  reset: "从头开始",
  resetDone: "已恢复练习最初的代码。撤销即可找回你写的。",
  solution: "看一种解法",
  back: "回到你的代码",
  isSolution: "这是几种解法中的一种。你自己的代码还在。",
  saved: "已保存在这个浏览器里。",
  forgets: "这个浏览器禁止存储：关闭标签页后，你写的代码就没有了。",
  full: "这个浏览器的存储空间已满：你写的代码没有保存。",
  off: "这里的 Crosstalk 不运行页面上写的代码：其他机器也能访问它，或者它正在运行一个应用。练习可以读，也可以写，但不能运行。",
  watching: "你看的是别人的实验台，不能在上面运行代码。",
  hint: (number, of) => `提示 ${number} / ${of}`,
  starting: "正在启动……",
  trying: (trial, of) => `正在检查：${trial} / ${of}……`,
  runs: (server) => `服务器 ${upper(server)} 正在运行它，去实验台上试试。`,
  allHeard: "通过。该收到的都收到了，而且只收到一次。",
  allHeardOfSolution: "这个解法通过了。现在写你自己的吧。",
  refused: "这段代码无法运行，服务器继续运行之前的代码。",
  fails: (server, kind, text, place) =>
    `你的代码在服务器 ${upper(server)} 上出错${where(place)}：${why(kind, text)}`,
  cause: (kind, text, place) =>
    kind === "error" ? `${text}${where(place)}` : `加载时${where(place)}：${why(kind, text)}`,
  goTo: (line) => `跳到第 ${line} 行`,
  stopped: "检查中断：无法连接实验台，或者它拒绝了其中一步。",
  after: "还不行。做了下面这些之后：",
  running: {
    this: "这里的代码",
    earlier: "你之前的代码",
    other: "别的代码",
    lesson: "课程原来的代码",
  },
  serverRuns: (server, what) => `服务器 ${upper(server)} 运行的是${what}。`,
  bothRun: (what) => `A 和 B 运行的都是${what}。`,
  output: "服务器的输出",
  problem(problem) {
    switch (problem.is) {
      case "silent":
        return `${list(problem.clients)} 没有收到 \`${problem.sent}\`。`;
      case "repeated":
        return `${list(problem.clients)} 收到了不止一次 \`${problem.sent}\`。`;
      case "leaked":
        return `${list(problem.clients)} 不该收到却收到了：这条消息不是发给它们的。`;
      case "changed":
        return `${list(problem.clients)} 收到的是 \`${problem.got}\`，而不是 \`${problem.sent}\`。`;
      case "unanswered":
        return `${problem.client} 没有得到回答。`;
      case "no-list":
        return `${problem.client} 得到的是 \`${problem.got}\`，不是带 id 的 socket 列表。`;
      case "answer-lacks":
        return `${problem.client} 得到的回答里没有 ${list(problem.clients)}。`;
      case "answer-repeats":
        return `${problem.client} 得到的回答里，${list(problem.clients)} 出现了两次。`;
      case "answer-invents":
        return `${problem.client} 得到的回答里，有的 id 不属于任何客户端。`;
      case "fault":
        return exercise.fails(problem.server, problem.why, problem.text, problem);
    }
  },
  phrases: {
    Completions: "补全",
    Diagnostics: "错误",
    "Selection deleted": "已删除所选内容",
    "current match": "当前匹配",
    $: "$",
  },
};
