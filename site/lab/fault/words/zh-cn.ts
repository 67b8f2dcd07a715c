// Chinese for the puzzle in lesson 13.

import type { ServerName } from "../../../../servers/protocol.ts";
import type { FaultWords } from "./en.ts";

const upper = (server: ServerName) => server.toUpperCase();

export const words: FaultWords = {
  about: "实验台会随机弄坏一处并隐藏起来，请用本课程的工具找出是哪一处。需要 JavaScript。",
  title: "找出故障",
  intact: "正常情况应该是这样：",
  intactParts: [
    "A 和 B 都在运行，都装有 Redis 适配器，到 Redis 的连接畅通。",
    "负载均衡器启用了粘性会话。",
    "α 连在 A 上，β 连在 B 上，γ 用长轮询经负载均衡器连接。",
    "三个客户端都在房间 tea 里。",
  ],
  one: "其中有一条不成立。",
  begin: "弄坏一处",
  breaking: "正在弄坏……",
  what: "是哪一处？",
  answer: "提交",
  giveUp: "告诉我",
  another: "再来一个",
  fix: "修好它",
  fixing: "正在修……",
  fixed: "修好了。再发一条，看看是不是都能收到。",
  right: "对。",
  wrong: (looks) => `不是。${looks}再找找。`,
  shown: (name) => `故障是：${name}。`,
  interrupted: "实验台在这期间被用于别的步骤了，请重新弄坏一处。",
  failed: "实验台没能进入那个状态，请再试一次。",
  found: (count, tries) => `已找出 ${count} 个。最近一个${tries === 1 ? "一次就猜中" : `猜了 ${tries} 次`}。`,
  faults: {
    "no-adapter": "有一台服务器没有适配器",
    "different-adapters": "A 是 Redis 适配器，B 是分片适配器",
    blackhole: "有一条到 Redis 的连接是黑洞",
    closed: "有一条到 Redis 的连接被关闭",
    "not-sticky": "负载均衡器没有启用粘性会话",
    "server-down": "有一台服务器停了",
    "wrong-room": "有一个客户端在别的房间里",
  },
  looks: {
    "no-adapter":
      "没有适配器的服务器不发布也不订阅：另一台的 PUBLISH 只有 1 个接收者，它自己则根本没有 PUBLISH。",
    "different-adapters": "两种适配器混用时，两台都会发布，但都只有 1 个接收者，而且其中一个是 SPUBLISH。",
    blackhole: "如果是黑洞，另一台的 PUBLISH 有 2 个接收者，它自己的得不到答复，who 要等 5 秒才报错。",
    closed:
      "如果连接被关闭，那台服务器的日志里会有 ECONNREFUSED，它的 PUBLISH 发不出去，在它上面问 who 没有回答。",
    "not-sticky": "负载均衡器如果没有启用粘性会话，γ 就连不上：400 Session ID unknown。",
    "server-down": "如果有一台服务器停了，它的客户端的终端里会显示无法连接。",
    "wrong-room":
      "在别的房间里的客户端能收到发给所有人的消息，却收不到发给 tea 的：试试 to tea hi，再看看连接池。",
  },
  where: (name, server) => {
    switch (name) {
      case "no-adapter":
      case "server-down":
        return `是服务器 ${upper(server)}。`;
      case "blackhole":
      case "closed":
        return `是服务器 ${upper(server)} 到 Redis 的连接。`;
      case "wrong-room":
        return `${server === "a" ? "α" : "β"} 进的是 Tea，首字母大写。`;
      default:
        return "";
    }
  },
};
