// Chinese for the puzzle in lesson 13.

import type { ServerName } from "../../../../servers/protocol.ts";
import type { FaultWords } from "./en.ts";

const upper = (server: ServerName) => server.toUpperCase();

export const words: FaultWords = {
  about: "实验台会随机弄坏一两处并隐藏起来，请用本课程的工具找出是哪里。需要 JavaScript。",
  title: "找出故障",
  intact: "正常情况应该是这样：",
  intactParts: [
    "A 和 B 都在运行，都装有 Redis 适配器，到 Redis 的连接畅通。",
    "负载均衡器启用了粘性会话。",
    "α 连在 A 上，β 连在 B 上，γ 用长轮询经负载均衡器连接。",
    "三个客户端都在房间 tea 里。",
  ],
  one: "其中有一条不成立。",
  begin: "弄坏它",
  breaking: "正在弄坏……",
  what: "是哪里？",
  answer: "提交",
  giveUp: "告诉我",
  another: "下一个",
  fix: "修好它",
  fixing: "正在修……",
  fixed: "修好了。再发一条，看看是不是都能收到。",
  right: "对。",
  wrong: (looks) => `不是。${looks}再找找。`,
  shown: (name) => `故障是：${name}。`,
  interrupted: "实验台在这期间被用于别的步骤了，请重新弄坏。",
  failed: "实验台没能进入那个状态，请再试一次。",
  game: "谜题：",
  level: (level) => `第 ${level} 关，共 10 关`,
  best: (score) => ` · 最好成绩 ${score} 分`,
  today: "今天的谜题，所有人都一样",
  two: "其中有两条不成立。",
  oneMore: "对，但还有一处。请把两处都勾上。",
  score: (score, questions, wrong) => `${score} 分：发了 ${questions} 条消息，答错 ${wrong} 次。越少分越高。`,
  faults: {
    "no-adapter": "有一台服务器没有适配器",
    "different-adapters": "A 是 Redis 适配器，B 是分片适配器",
    "different-keys": "两个适配器的 key 不同",
    blackhole: "有一条到 Redis 的连接是黑洞",
    closed: "有一条到 Redis 的连接被关闭",
    slow: "有一条到 Redis 的连接很慢",
    "comes-and-goes": "有一条到 Redis 的连接时断时续",
    "wrong-room": "有一个客户端在别的房间里",
  },
  looks: {
    "no-adapter":
      "没有适配器的服务器不发布也不订阅：另一台的 PUBLISH 只有 1 个接收者，它自己则根本没有 PUBLISH。",
    "different-adapters": "两种适配器混用时，两台都会发布，但都只有 1 个接收者，而且其中一个是 SPUBLISH。",
    "different-keys": "key 不同时，两台用同一个命令发布，但都只有 1 个接收者，而且频道名的开头不一样。",
    blackhole: "如果是黑洞，另一台的 PUBLISH 有 2 个接收者，它自己的得不到答复，who 要等 5 秒才报错。",
    closed:
      "如果连接被关闭，那台服务器的日志里会有 ECONNREFUSED，它的 PUBLISH 发不出去，在它上面问 who 没有回答。",
    slow: "如果连接很慢，所有人都能收到，只是跨服务器的要晚半秒多。",
    "comes-and-goes": "时断时续的连接好几秒、坏几秒：同一个问题问两次，答案不一样。",
    "wrong-room":
      "在别的房间里的客户端能收到发给所有人的消息，却收不到发给 tea 的：试试 to tea hi，再看看连接池。",
  },
  where: (name, server) => {
    switch (name) {
      case "no-adapter":
      case "different-keys":
        return `是服务器 ${upper(server)}。`;
      case "blackhole":
      case "closed":
      case "slow":
      case "comes-and-goes":
        return `是服务器 ${upper(server)} 到 Redis 的连接。`;
      case "wrong-room":
        return `${server === "a" ? "α" : "β"} 进的是 Tea，首字母大写。`;
      default:
        return "";
    }
  },
};
