// Chinese for the names of links.
import type { links as en } from "../en/links.ts";

export const links: typeof en = {
  none: "无",
  "bridge-single": "桥接（网上常见的写法）",
  bridge: "手写桥接",
  adapter: "Redis 适配器",
  "adapter-other-key": "Redis 适配器（另一个 key）",
  sharded: "分片适配器",
  streams: "Streams 适配器",
};
