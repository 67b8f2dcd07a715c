// Chinese for the measurement in lesson 12.
import type { CostWords } from "./en.ts";

export const words: CostWords = {
  about:
    "这里会在你自己的实验台上测量：消息在同一台服务器上和跨服务器各要多久，随客户端数量怎样增长，以及服务器白白收到多少。需要 JavaScript。",
  title: "在这个实验台上的代价",
  plan: (messages, clients) =>
    `先逐条广播 ${messages} 次，再把每台服务器上的客户端增加到 ${clients} 个，最后向一个 B 上没有的房间发送。大约十秒。`,
  start: "开始测量",
  again: "再测一次",
  preparing: "正在准备实验台……",
  parts: {
    latency: "逐条发送……",
    "fan-out": "客户端越来越多……",
    thrown: "向 B 上没有的房间发送……",
  },
  failed: (why) => `测量中断：${why}`,
  latency: "从发出到客户端收到，单位 ms",
  local: "同一台服务器",
  across: "跨服务器",
  median: "中位数",
  p95: "95% 不超过",
  of: (messages) => `${messages} 条消息，每台服务器一个客户端`,
  fullStop: "。",
  lost: (count) => `有 ${count} 条在两秒内没有收到，未计入。`,
  fanOut: "到最后一个客户端收到为止，单位 ms，按每台服务器的客户端数",
  clients: "每台服务器的客户端数",
  chart: (local, across, clients) =>
    `每台服务器 ${clients} 个客户端时，同一台服务器上最后一个在 ${local} ms 后收到，跨服务器在 ${across} ms 后收到。`,
  thrown: "发往只有 A 才有的房间",
  adapter: "适配器",
  links: { adapter: "Redis", sharded: "分片" },
  sent: "发送",
  came: "B 白白收到",
  delivered: "B 有成员之后投递",
  locale: "zh-CN",
  calculator: {
    title: "换成你的数字",
    parts: {
      servers: "服务器数",
      broadcastsPerSecond: "所有服务器每秒的广播数",
      rooms: "房间数",
      clientsPerRoom: "每个房间的客户端数",
      characters: "一条消息的字符数",
    },
    held: (held, servers) =>
      `每次广播发往一个房间。客户端随机分布时，${servers} 台服务器里平均有 ${held} 台在这个房间里有成员。`,
    into: (count) => `不管用哪种适配器，每秒进 Redis 的都是 ${count} 条。字节数只算内容，和“线路”面板一样。`,
    outOfRedis: "每秒从 Redis 发出",
    perServer: "每台服务器每秒收到",
    unneeded: "其中白收的",
    subscriptions: "每台服务器的房间订阅",
    bytes: (count) => `每条 ${count} B`,
    links: { adapter: "Redis", sharded: "分片", streams: "streams" },
    curve: "一次广播从 Redis 发出多少份",
    curveLinks: { adapter: "Redis、streams", sharded: "分片", streams: "streams" },
    curveText: (all, some, servers) =>
      `${servers} 台服务器时，Redis 适配器和 streams 发出 ${all} 份，分片适配器发出 ${some} 份。`,
    point: (link, count, copies) => `你的实验台，${link}：共 ${count} 次广播，每次 ${copies} 份。`,
    noPoint: "让 A 和 B 用同一种适配器，发点什么：两台服务器处会出现你的实验台的点。",
  },
};
