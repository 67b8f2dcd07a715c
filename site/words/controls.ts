// The words of what can be changed in the picture, and of what a run does.
import type { CableState, LinkName, ServerName } from "../../servers/protocol.ts";
import type { Dictionary } from "./locale.ts";

const upper = (server: ServerName) => server.toUpperCase();

const en = {
  links: {
    none: { name: "none", about: "Socket.IO’s in-memory adapter. The server knows its own clients only." },
    "bridge-single": {
      name: "bridge, as usually printed",
      about: "Pub/Sub by hand over one connection for both roles, which Redis refuses.",
    },
    bridge: {
      name: "bridge by hand",
      about: "Pub/Sub by hand over two connections. It carries message only.",
    },
    adapter: { name: "Redis adapter", about: "@socket.io/redis-adapter: every broadcast is published too." },
    sharded: {
      name: "sharded adapter",
      about: "The same with a channel for each room. Needs Redis 7 or later.",
    },
    streams: {
      name: "streams adapter",
      about: "@socket.io/redis-streams-adapter: broadcasts are kept in a stream. Needs a real Redis.",
    },
  } satisfies Record<LinkName, { name: string; about: string }>,
  cables: {
    up: { name: "up", about: "Everything passes." },
    close: { name: "close", about: "Ended in order (FIN). New connections are refused." },
    reset: { name: "reset", about: "Broken off (RST), and every new connection too." },
    blackhole: { name: "blackhole", about: "Open, but nothing passes, and nobody is told." },
  } satisfies Record<CableState["state"], { name: string; about: string }>,

  does: {
    type: (client: string, line: string) => `type \`${line}\` in ${client}’s terminal`,
    link: (server: ServerName, link: string) => `switch server ${upper(server)} to the link “${link}”`,
    power: (server: ServerName, what: "kill" | "start") =>
      what === "kill" ? `kill server ${upper(server)}` : `start server ${upper(server)}`,
    cable: (server: ServerName, state: string | undefined, delayMs: number | undefined) =>
      [
        `set server ${upper(server)}’s cable to`,
        [state, delayMs === undefined ? "" : `+${delayMs} ms`].filter(Boolean).join(", "),
      ].join(" "),
    balancer: (sticky: boolean): string =>
      sticky ? "make the balancer sticky" : "make the balancer not sticky",
    redis: (line: string) => `type \`${line}\` in the Redis console`,
  },
};

export type ControlWords = typeof en;

const zhCn: ControlWords = {
  links: {
    none: { name: "无", about: "Socket.IO 自带的内存适配器，服务器只认识自己的客户端。" },
    "bridge-single": {
      name: "桥接（网上常见的写法）",
      about: "手写发布/订阅，一个连接身兼两职，Redis 会拒绝。",
    },
    bridge: { name: "手写桥接", about: "手写发布/订阅，用两个连接，只转发 message 事件。" },
    adapter: { name: "Redis 适配器", about: "@socket.io/redis-adapter：每次广播同时发布到 Redis。" },
    sharded: { name: "分片适配器", about: "同上，但每个房间一个频道。需要 Redis 7 或更高版本。" },
    streams: {
      name: "Streams 适配器",
      about: "@socket.io/redis-streams-adapter：广播保存在流里。需要真正的 Redis。",
    },
  },
  cables: {
    up: { name: "up（畅通）", about: "一切照常通过。" },
    close: { name: "close（关闭）", about: "正常关闭（FIN），新的连接会被拒绝。" },
    reset: { name: "reset（重置）", about: "强行断开（RST），新的连接也一样。" },
    blackhole: { name: "blackhole（黑洞）", about: "连着，但什么也通不过，谁也不会得到通知。" },
  },
  does: {
    type: (client, line) => `在 ${client} 的终端里输入 \`${line}\``,
    link: (server, link) => `把服务器 ${upper(server)} 的连接方式换成“${link}”`,
    power: (server, what) =>
      what === "kill" ? `终止服务器 ${upper(server)}` : `启动服务器 ${upper(server)}`,
    cable: (server, state, delayMs) =>
      `把服务器 ${upper(server)} 到 Redis 的连接设为 ${[state, delayMs === undefined ? "" : `+${delayMs} ms`].filter(Boolean).join("，")}`,
    balancer: (sticky) => (sticky ? "打开均衡器的粘性会话" : "关闭均衡器的粘性会话"),
    redis: (line) => `在 Redis 控制台里输入 \`${line}\``,
  },
};

export const controlWords: Dictionary<ControlWords> = { en, "zh-cn": zhCn };
