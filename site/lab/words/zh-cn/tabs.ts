// Chinese for the tabs of the panels.
import type * as en from "../en/tabs.ts";

export const tabs: typeof en.tabs = {
  label: "面板",
  terminals: "终端",
  matrix: "谁收到了什么",
  logs: "服务器日志",
  pools: "连接池",
  wire: "线路",
  redis: "Redis",
  log: "记录",
  failed: "本页有一部分没有加载成功。",
  again: "重新加载本页",
};

export const log: typeof en.log = { label: "实验台的记录" };

export const matrix: typeof en.matrix = {
  empty: "还没有消息。每条消息在这里占一行，每个客户端一个标记。",
};
