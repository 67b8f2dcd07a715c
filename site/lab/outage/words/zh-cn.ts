// Chinese for the outages one can try in lesson 10.
import type { OutageWords } from "./en.ts";

export const words: OutageWords = {
  title: "连接是怎么断的？",
  about:
    "你选一种适配器和一种故障。实验台弄坏 B 到 Redis 的连接，让 β 和 α 各发一条消息，再恢复连接，并把两条消息的结果填进表里。需要 JavaScript。",
  plan: "B 到 Redis 的连接坏掉，β 在 B 上发一条，α 在 A 上发一条，然后连接恢复。每试一次，表里就多一行。",
  adapter: "适配器",
  fault: "B 到 Redis 的连接",
  run: "试一试",
  running: "正在试……",
  failed: "没有成功。实验台如果知道原因，会说明。",
  streams: "streams 需要真正的 Redis。",
  columns: { own: "β 的消息，β 收到", out: "β 的消息，α 收到", in: "α 的消息，β 收到" },
  links: { adapter: "Redis", sharded: "分片", streams: "streams" },
  states: { close: "关闭", reset: "反复重置", blackhole: "黑洞", stall: "卡住，然后恢复" },
  deliveries: { "at-once": "立刻", late: "晚到", lost: "丢失" },
};
