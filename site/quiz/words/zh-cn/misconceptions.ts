// Chinese: what people who chose a wrong answer of the quiz believe.
import type { misconceptions as en } from "../en/misconceptions.ts";

export const misconceptions: typeof en = {
  "errors-tell": "广播没送到某个客户端时，会有报错。",
  "broadcasts-wait": "广播会等所有人都收到。",
  "timeouts-tell": "没人收到时，超时会告诉你。",
  "acknowledgements-cross": "没有适配器，确认也会来自所有服务器。",
  "rooms-in-redis": "房间是共享状态，存在 Redis 里。",
  "redis-knows-clients": "Redis 知道有哪些客户端。",
  "receiver-alone": "接收方的服务器装了适配器就够了。",
  "sender-alone": "发送方的服务器装了适配器就够了。",
  "redis-stores-messages": "Redis 会保存消息。",
  "channels-are-keys": "频道像键一样，可以事后读取。",
  "receivers-got-it": "PUBLISH 的接收者就是已经收到消息的服务器。",
  "adapter-replaces-sticky": "有了适配器，就不需要粘性会话。",
  "retries-get-in": "被拒绝的客户端多试几次就能连上。",
  "own-clients-by-redis": "服务器自己的客户端也要经过 Redis 才能收到广播。",
  "outage-loses-all": "Redis 断开期间发送的一切都会丢失。",
  "servers-go-on-alone": "没有 Redis，各台服务器会继续各自运行。",
  "redis-clients-wait": "Redis 客户端会一直等到 Redis 恢复。",
  "any-adapter-recovers": "连接状态恢复对任何适配器都有效。",
  "databases-separate": "用不同的数据库编号就能把应用隔开。",
  "apps-are-apart": "共用一个 Redis 的两个应用互不影响。",
  "servers-share-broadcasts": "服务器越多，每台收到的广播越少。",
  "only-servers-with-the-room": "发往房间的广播只会送到有这个房间的服务器。",
};
