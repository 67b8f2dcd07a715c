// 中文：用户自己的应用——它的页面、适配器和检查报告。
import type { AppWords } from "./en.ts";

const roles = { sender: "发送者", near: "同一台服务器上的客户端", far: "另一台服务器上的客户端" };

export const words: AppWords = {
  heading: (file) => `你的应用：${file}`,
  pages: "打开它自己的页面：",
  balancer: "负载均衡器",
  ownAdapter: (name) =>
    `它自带适配器 ${name}。想看它起了什么作用，或用开关试别的适配器，就停用它再运行一次。`,
  leftOut: "自带的适配器已停用，可以用图中的开关换上别的。",
  withoutAdapter: "停用自带适配器再运行",
  withOwnAdapter: "恢复自带适配器再运行",
  restarting: "正在重启两台服务器……",
  noAdapter: "它没有自带适配器。图中的开关可以给它装上适配器，也可以再取下来。",
  saved: "你保存了文件：两台服务器都已重启，运行的是新内容。",
  notSaved: (place, text) =>
    `你保存的内容无法运行${place && `（${place}）`}：${text} 服务器继续运行之前的内容。`,

  question: "加一台服务器，它还正常吗？",
  about:
    "从 A 上的一个客户端发送它的每个事件，A 上还有一个客户端，B 上有一个；再和只有一台服务器时比较，看谁收到了。检查期间你的客户端会断开连接。",
  make: "发送它的事件",
  making: "正在发送它的事件……",
  begins: "正在连接客户端……",
  stage: (name) => `现在：${name}……`,
  failed: (message) => `没有报告。${message || "网关没有响应。"}`,
  none: "没有找到事件。先用一下这个应用，再试一次。",
  silent: (events) => `在服务器之间悄悄丢失：${events.join("、")}。`,
  sound: "没有事件在服务器之间丢失。",
  fallsSilent: "会丢失",
  fine: "能送达",
  sent: (text) => `发送的参数：${text || "无"}。`,
  madeUp: "参数是按处理函数的形参编的。",
  stages: {
    one: "所有客户端在同一台服务器",
    apart: "两台服务器",
    linked: "装上适配器",
    balanced: "没有粘性会话",
    blackhole: "B 到 Redis 的连接成了黑洞",
    killed: "B 被强制结束之后",
  },
  verdicts: {
    everyone: "所有人都收到",
    "own-server": "只有自己那台服务器上的收到",
    twice: "收到两次",
    answers: "得到应答",
    nobody: "没人收到，和一台服务器时一样",
    dies: "没有下文",
  },
  why: {
    crashed: "有一台服务器退出了",
    "not-connected": "以长轮询开始的客户端连不上",
    "not-received": "没有服务器收到它",
    unanswered: "没有等到确认",
    lost: "没人收到",
  },
  missed: (missed) => `${missed.map((role) => roles[role]).join("和")}没有收到`,
  answer: (here, one) => `返回 ${here}；一台服务器时返回 ${one}`,
  trace: (from, to, message) => `跟踪记录 ${from} 到 ${to}${message ? `，消息 ${message}` : ""}`,
  ended: (server, stage, text) => `服务器 ${server.toUpperCase()} 自己退出了（${stage}）：${text}`,
};
