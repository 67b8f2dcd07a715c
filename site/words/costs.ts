// The words of the measurement in lesson 12.
import type { Dictionary } from "./locale.ts";

const en = {
  about:
    "Here the page measures in your own lab: how long a message takes on the same server and across, how that grows with the number of clients, and how many deliveries a server throws away. It needs JavaScript.",
};
const zhCn: typeof en = {
  about:
    "这里会在你自己的实验台上测量：消息在同一台服务器上和跨服务器各要多久，随客户端数量怎样增长，以及服务器白白收到多少。需要 JavaScript。",
};
export const costWords: Dictionary<typeof en> = { en, "zh-cn": zhCn };
