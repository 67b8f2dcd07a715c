// Chinese for what can be opened or switched in the picture.
import type { controls as en } from "../en/controls.ts";
import { upper } from "./format.ts";

export const controls: typeof en = {
  hidden: "?",
  hiddenState: "状态已隐藏",
  ofServer: (server) => `服务器 ${upper(server)} 的控制`,
  ofCable: (server) => `服务器 ${upper(server)} 到 Redis 的连接：控制`,
  ofRedis: "Redis 的情况",
  ofClient: (client) => `客户端 ${client} 的控制`,
  addClient: (server) => `在服务器 ${upper(server)} 上添加一个客户端`,
  addBalanced: "经负载均衡器添加一个客户端",
  add: "客户端",
  balancer: "负载均衡器",
  sticky: "粘性",
  stickyLabel: "粘性会话",
  roundRobin: "轮流分配",
  isSticky: "按 Cookie",
  refused: "被拒绝",
};
