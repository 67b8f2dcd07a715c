// Chinese: the questions of the quiz, their answers, and what is said about each once it was chosen.
import type { QuestionWords } from "../../question-words.ts";

export const questionWords: QuestionWords = {
  silence: {
    question:
      "两台服务器，没有适配器。α 在 A 上，β 在 B 上。α 发送一条消息，A 调用 `io.emit`。关于 β，A 会报告什么？",
    answers: {
      "errors-tell": { text: "一个错误，因为联系不上 β", why: "没有任何东西发往 β，也就没有什么会失败。" },
      "broadcasts-wait": { text: "过一会儿报告超时", why: "广播不等任何人，也就谈不上超时。" },
      right: { text: "什么也不报告", why: "A 已经发给了自己的所有客户端，它根本不知道有 β。" },
    },
  },
  asked: {
    question:
      "没有适配器。你在 A 上调用 `io.to(room).timeout(800).emitWithAck(…)`，而房间里的人都在 B 上。你会得到什么？",
    answers: {
      "timeouts-tell": {
        text: "800 毫秒后的一个错误",
        why: "超时的前提是有人可等，而 A 不知道这个房间里有谁。",
      },
      right: { text: "立刻得到一个空列表", why: "A 要等的回答是 0 个，已经到齐了。" },
      "acknowledgements-cross": { text: "B 的客户端的回答", why: "没有适配器，根本没有问过 B。" },
    },
  },
  rooms: {
    question: "你的服务器都装了 Redis 适配器。关于它们的房间，Redis 里存着什么？",
    answers: {
      right: {
        text: "什么也没有",
        why: "每台服务器的房间都在自己的内存里，Redis 只转达消息是发给哪个房间的。",
      },
      "rooms-in-redis": {
        text: "每个房间一个集合",
        why: "那就是一个键了，而这个适配器不写任何键。房间在每台服务器的内存里。",
      },
      "redis-knows-clients": {
        text: "每个房间里有多少客户端",
        why: "Redis 既不知道客户端，也不知道房间。想知道房间里有谁，服务器得去问其他所有服务器。",
      },
    },
  },
  "one-side": {
    question: "只有 A 装了 Redis 适配器。α 在 A 上，β 在 B 上。谁能收到谁的消息？",
    answers: {
      "receiver-alone": { text: "α 能收到 β 的，β 收不到 α 的", why: "A 订阅了，可是 B 什么也不发布。" },
      "sender-alone": { text: "β 能收到 α 的，α 收不到 β 的", why: "A 发布了，可是 B 没有订阅。" },
      right: {
        text: "谁也收不到对方的",
        why: "既要有一方发布，也要有一方订阅。只在一边装适配器，什么也连不起来。",
      },
    },
  },
  late: {
    question: "有人在一个频道上发布了一条消息。一秒之后，B 订阅了这个频道。B 什么时候收到这条消息？",
    answers: {
      "redis-stores-messages": { text: "一订阅就收到", why: "发布/订阅不会为后来的订阅者保留任何东西。" },
      right: { text: "永远收不到", why: "Redis 把它交给了当时的订阅者，没有留副本。" },
      "channels-are-keys": { text: "用 `GET` 读这个频道的时候", why: "频道不是键，里面没有东西可读。" },
    },
  },
  receivers: {
    question: "只有一个 Redis，A 的 PUBLISH 返回 2。你能确定什么？",
    answers: {
      right: {
        text: "这个频道当时有两个订阅",
        why: "Redis 数的只是订阅。另一头有没有人收到，它并不知道。",
      },
      "receivers-got-it": {
        text: "两台服务器收到了消息",
        why: "Redis 只是把它写进了它们的连接。其中一个可能早就断了，只是还没人发现。",
      },
      "redis-knows-clients": {
        text: "两个客户端收到了消息",
        why: "Redis 不知道 Socket.IO 的客户端，只知道自己的订阅者。",
      },
    },
  },
  balancer: {
    question:
      "两台服务器前面的负载均衡器轮流分配请求。使用长轮询的客户端得到 400 `Session ID unknown`。怎么办？",
    answers: {
      "adapter-replaces-sticky": {
        text: "装 Redis 适配器",
        why: "请求在适配器看到它之前就被拒绝了，会话仍然只在一台服务器的内存里。",
      },
      "retries-get-in": {
        text: "让客户端重试",
        why: "每次都是在一台服务器上建立会话，下一个请求又到了另一台。",
      },
      right: {
        text: "用粘性会话，或者只用 WebSocket",
        why: "要么每个请求都到达认识这个会话的服务器，要么总共只有一个请求。",
      },
    },
  },
  queued: {
    question:
      "Redis 适配器，设置和这个实验台一样。B 暂时没有到 Redis 的连接，这时 B 上的 β 发送一条消息。谁能收到？",
    answers: {
      right: {
        text: "B 的客户端立刻收到，A 的客户端等 B 重新连上后收到",
        why: "B 不等 Redis，先发给自己的客户端；它的 Redis 客户端会把 PUBLISH 留到能发送为止。",
      },
      "own-clients-by-redis": {
        text: "B 重新连上之前，谁也收不到",
        why: "Redis 适配器不等 Redis，B 自己的客户端立刻就收到了。只有分片适配器和 Streams 适配器才会等。",
      },
      "outage-loses-all": {
        text: "只有 B 的客户端；A 的客户端永远收不到",
        why: "会丢的是另一个方向：这时 A 发布的消息，B 的客户端永远收不到。B 自己的 PUBLISH 会留到重新连上。",
      },
    },
  },
  outage: {
    question:
      "Redis 适配器，node-redis 6，全部默认设置。Redis 断开 12 秒，期间有人发了一条消息。服务器会怎样？",
    answers: {
      "servers-go-on-alone": { text: "继续运行，只服务自己的客户端", why: "只能撑五秒，然后进程就退出了。" },
      right: {
        text: "进程退出",
        why: "node-redis 5 秒后放弃这个命令，并拒绝它的 Promise。适配器不管这个 Promise，也就没有人捕获。",
      },
      "redis-clients-wait": {
        text: "等 Redis 恢复后再把消息发出去",
        why: "除非你让 Redis 客户端一直等。默认情况下它 5 秒后就放弃，进程随之退出。",
      },
    },
  },
  missed: {
    question:
      "你的服务器装了 Redis 适配器，也打开了 `connectionStateRecovery`。一个客户端断开了两秒。它错过的事件会怎样？",
    answers: {
      "any-adapter-recovers": {
        text: "重新连上后会收到：恢复功能就是干这个的",
        why: "Redis 适配器什么也恢复不了，而且没有任何提示。Streams 适配器才可以。",
      },
      "redis-stores-messages": {
        text: "重新连上后会收到：Redis 里还有",
        why: "发布/订阅什么也不存，也就没有东西可以补发。",
      },
      right: {
        text: "丢了，而且没有报错",
        why: "用这个适配器时，这个选项什么也恢复不了，只是 `socket.recovered` 为 false 而已。",
      },
    },
  },
  sharing: {
    question: "两个装了 Redis 适配器的应用共用一个 Redis。靠什么把它们的广播隔开？",
    answers: {
      "databases-separate": { text: "给每个应用不同的数据库编号", why: "频道属于整个 Redis，和数据库无关。" },
      right: { text: "给每个应用的适配器不同的 `key`", why: "每个频道的名字都以 key 开头。" },
      "apps-are-apart": {
        text: "什么也不用做：应用只会收到自己服务器的广播",
        why: "key 都是默认值时，两个应用订阅的是同样的频道，客户端会收到对方的广播。",
      },
    },
  },
  more: {
    question:
      "你的服务器都装了 Redis 适配器，现在再增加几台。应用发送的广播和以前一样多。每台服务器会收到其中多少？",
    answers: {
      right: { text: "和以前一样多", why: "每台服务器都会收到每一次广播，不管是两台还是二十台。" },
      "servers-share-broadcasts": { text: "变少：由大家分担", why: "服务器分担的是客户端，不是广播。" },
      "only-servers-with-the-room": {
        text: "只有自己有客户端的那些房间的广播",
        why: "分片适配器才是这样。这个适配器会把所有广播发给每一台服务器。",
      },
    },
  },
};
