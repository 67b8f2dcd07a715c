// Chinese for the log of the lab, for what a server knows of its rooms, and for the path of one message.
import type * as en from "../en/panels.ts";
import { common } from "./common.ts";
import { upper } from "./format.ts";
import { log as panel } from "./tabs.ts";

export const log: typeof en.log = {
  ...panel,
  empty: "还没有发生任何事。",
  link: (server, link) => `${common.adapter.name(server, link)}：${common.adapter.links[link]}。`,
  server: (server, state) => `服务器 ${upper(server)}：${state}。`,
  cable: (server, state, delayMs) =>
    `服务器 ${upper(server)} 到 Redis 的连接：${state}${delayMs ? `，延迟 +${delayMs} ms` : ""}。`,
  redis: (up) => (up ? "Redis 可用。" : "Redis 不可用。"),
  connected: (client, server) => `${client} 连上了服务器 ${upper(server)}。`,
  disconnected: (client, server) => `${client} 离开了服务器 ${upper(server)}。`,
  joined: (client, room) => `${client} 加入了房间 ${room}。`,
  left: (client, room) => `${client} 离开了房间 ${room}。`,
  silence: (server, isSilent) =>
    isSilent ? `服务器 ${upper(server)} 暂时没有响应。` : `服务器 ${upper(server)} 恢复响应。`,
  appAdapter: (server, adapter) =>
    `服务器 ${upper(server)} 上的应用更换了适配器：${adapter ?? "现在用的是 Socket.IO 自带的"}。`,
  app: (server, socketIo) => `服务器 ${upper(server)} 正在运行你保存后的应用，Socket.IO 版本为 ${socketIo}。`,
  code: (server, files) =>
    files.length > 0
      ? `服务器 ${upper(server)} 现在运行改过的代码：${files.join("、")}。`
      : `服务器 ${upper(server)} 又运行课程原来的代码。`,
  fault: (server, place, text, isLoading) =>
    `${isLoading ? "新代码无法运行" : "代码出错"}，服务器 ${upper(server)}${place && `（${place}）`}：${text}`,
  skipped: (count, server) => `服务器 ${upper(server)} 有 ${count} 条观察记录因为太多而没有保存。`,
  many: (count) => `${count} 条消息。`,
};

export const pools: typeof en.pools = {
  rooms: "房间 → 其中的 socket",
  sids: "socket → 所在的房间",
  point: (both) =>
    both
      ? "每台服务器只知道自己的 socket，不知道别的服务器上的。适配器转发广播，从不合并这两个 Map。"
      : "哪个 socket 在哪个房间里，这台服务器知道的全在这里，没有别的名单。",
  showOwn: "显示每个 socket 自己的房间",
  own: "自己的房间",
  ownWhy: "每个 socket 都单独在一个以自己 id 命名的房间里，io.to(id) 就是靠它只送达一个客户端。",
  noRooms: "没有房间",
  onlyOwn: "除各自的房间外，没有别的房间",
  noSockets: "没有 socket",
  down: (server) => `服务器 ${upper(server)} 没有运行。这两个 Map 在它的内存里，已随进程消失。`,
  starting: "正在启动，还没有任何信息。",
  last: "最近的变化",
  lastNone: "还没有",
  changes: {
    connected: (client) => `${client} 连上`,
    disconnected: (client) => `${client} 断开`,
    joined: (client, room) => `${client} 加入 ${room}`,
    left: (client, room) => `${client} 离开 ${room}`,
    emptied: "进程结束，全部清空",
  },
  ownRoom: "自己的房间",
  changed: "最近变化",
};

export const trail: typeof en.trail = {
  sent: (client) => `${client} 发出`,
  received: (server) => `服务器 ${upper(server)} 收到`,
  unhandled: (server) => `服务器 ${upper(server)} 收到，但没有对应的处理函数`,
  untaken: (server, why) => {
    switch (why) {
      case "server-down":
        return `服务器 ${upper(server)} 还没有收到就停止了`;
      case "disconnected":
        return `服务器 ${upper(server)} 还没有收到，连接就断了`;
      case "unrecorded":
        return `当时发生的太多，没有全部记录：不知道服务器 ${upper(server)} 怎样处理了它`;
    }
  },
  published: (server, bytes) => `服务器 ${upper(server)} 向 Redis 写了 ${bytes} 字节`,
  accepted: (receivers) => `Redis 交给了 ${receivers} 个连接`,
  refused: (error) => `Redis 拒绝：${error}`,
  forwarded: (server) => `Redis 写入 ${upper(server)} 的连接`,
  arrived: (server) => `从 ${upper(server)} 的连接中读出`,
  own: (server) => `回到 ${upper(server)}，它认出是自己发的，于是丢弃`,
  dropped: (server, state) => `在 ${upper(server)} 的连接上丢失（${state}）`,
  delivered: (server, count) => `服务器 ${upper(server)} 写给 ${count} 个客户端`,
  heard: (client) => `${client} 收到`,
  acknowledged: (client) => `${client} 得到确认`,
  unanswered: (client) => `${client} 至今没有得到确认`,
};
