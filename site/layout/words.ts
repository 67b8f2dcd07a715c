// The words of the site around lessons and lab: header, layout, lesson header and footer, 404.
import type { Dictionary } from "../locale.ts";

const en = {
  /** As the sidebar has it: "03". */
  lesson: (number: string) => `Lesson ${number}`,
  minutes: (count: number) => `${count} min`,
  outcomes: "After this you can",
  sources: "Sources",
  lessons: "Lessons",
  menu: "List of lessons",
  previous: "Previous",
  next: "Next",
  begin: "Begin with lesson 01",
  lab: "Lab",
  openLab: "Open the lab",
  closeLab: "Close the lab",
  widenLab: "Lab to full width",
  narrowLab: "Back to the text",
  divider: "Divider between text and lab",
  dividerHelp: "Drag, or press the arrow keys; double-click resets",
  wholeFile: "Whole file",
  wholeFileAbout: "The file as servers A and B run it.",
  wrong: "A common error",
  search: {
    label: "Search",
    placeholder: "Search the lessons",
    close: "Close",
    found: "{count} pages",
    none: "Nothing found. Try another word.",
    failed: "The search index is missing: it is written when the site is built.",
  },
  notFound: {
    title: "This page does not exist",
    text: "The address may be misspelled, or the page has moved. The list of lessons is on the first page.",
    home: "To the first page",
  },
  picture: {
    heard: "A client on server A sends. The broadcast crosses Redis and reaches the client on server B.",
    silent:
      "A client on server A sends. The client on A hears it. The client on server B never does, and no error tells anyone.",
    serverA: "server A",
    serverB: "server B",
    redis: "Redis",
    sent: "sent, heard",
    arrived: "heard",
    never: "never told",
  },
};

const zhCn: typeof en = {
  lesson: (number) => `第 ${number} 课`,
  minutes: (count) => `${count} 分钟`,
  outcomes: "学完本课，你能够",
  sources: "参考资料",
  lessons: "课程",
  menu: "课程目录",
  previous: "上一课",
  next: "下一课",
  begin: "从第 01 课开始",
  lab: "实验台",
  openLab: "打开实验台",
  closeLab: "关闭实验台",
  widenLab: "实验台占满整页",
  narrowLab: "回到正文",
  divider: "正文与实验台之间的分隔条",
  dividerHelp: "拖动，或按方向键；双击恢复默认",
  wholeFile: "完整文件",
  wholeFileAbout: "服务器 A 和 B 实际运行的就是这个文件。",
  wrong: "常见误解",
  search: {
    label: "搜索",
    placeholder: "搜索课程",
    close: "关闭",
    found: "找到 {count} 页",
    none: "没有找到，换个词试试。",
    failed: "找不到搜索索引：它在构建站点时生成。",
  },
  notFound: {
    title: "没有这个页面",
    text: "地址可能写错了，或者页面已经移走。首页列有全部课程。",
    home: "回到首页",
  },
  picture: {
    heard: "服务器 A 上的客户端发出消息，广播经 Redis 到达服务器 B 上的客户端。",
    silent:
      "服务器 A 上的客户端发出消息。A 上的客户端收到了；服务器 B 上的客户端永远收不到，而且没有任何报错。",
    serverA: "服务器 A",
    serverB: "服务器 B",
    redis: "Redis",
    sent: "发出，收到",
    arrived: "收到",
    never: "无人告知",
  },
};

export const shellWords: Dictionary<typeof en> = { en, "zh-cn": zhCn };
