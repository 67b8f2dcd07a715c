// Chinese for the panels below the picture: deliveries, log, pools and wire.
import type { panels as en } from "../en/panels.ts";
import { common } from "./common.ts";
import { upper } from "./format.ts";

export const panels: typeof en = {
  tabs: {
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
  },

  matrix: {
    caption: "投递情况：每条消息有谁收到",
    message: "消息",
    empty: "还没有消息。每条消息在这里占一行，每个客户端一个标记。",
    heard: (client, ms) => `${client} 在 ${ms} 后收到`,
    delivered: (client, ms) => `${ms} 后已写给 ${client}，${client} 尚未确认`,
    waiting: (client) => `${client}：还没有`,
    missing: (client, reason) => `${client} 本应收到，却没有收到。${reason}`,
    answered: (client, ms) => `${client} 在 ${ms} 后得到回答`,
    notForIt: (client) => `它没有发给 ${client}`,
    notInRoom: (client) => `${client} 不在这个房间里`,
    notConnected: (client) => `${client} 当时没有连接`,
    notKnown: "未知",
    notRecorded: (client) => `${client}：当时发生的太多，没有全部记录，无法判断`,
    toRoom: (room) => `发往房间 ${room}`,
    show: (text) => `查看 ${text}${text.endsWith("”") ? "" : " "}的路径`,
    earlier: (count) => `还有 ${count} 条未列出`,
    way: "实际观察到的路径",
  },

  trail: {
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
  },

  log: {
    label: "实验台的记录",
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
    code: (server, files) =>
      files.length > 0
        ? `服务器 ${upper(server)} 现在运行改过的代码：${files.join("、")}。`
        : `服务器 ${upper(server)} 又运行课程原来的代码。`,
    fault: (server, place, text, isLoading) =>
      `${isLoading ? "新代码无法运行" : "代码出错"}，服务器 ${upper(server)}${place && `（${place}）`}：${text}`,
    skipped: (count, server) => `服务器 ${upper(server)} 有 ${count} 条观察记录因为太多而没有保存。`,
    many: (count) => `${count} 条消息。`,
  },

  pools: {
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
  },

  wire: {
    label: "经过连接的内容",
    show: "显示",
    filters: { all: "全部", messages: "消息", a: "A", b: "B" },
    empty: "还没有任何内容经过。没有适配器的服务器根本不连接 Redis。",
    emptyFilter: "还没有这一类内容经过。",
    earlier: (count) => `显示更早的 ${count} 行`,
    toRedis: (server) => `${upper(server)} 到 Redis`,
    toServer: (server) => `Redis 到 ${upper(server)}`,
    balanced: (server) => `负载均衡器到 ${upper(server)}`,
    greeting: (count) => `${count} 条命令，用来建立和检查连接`,
    message: "消息",
    toAll: "发给所有人",
    toRooms: (rooms) => `发给房间 ${rooms.join("、")}`,
    but: (except) => `${except.join("、")} 除外`,
    payloads: { request: "提问", response: "回答" },
    unknownPayload: "内容随它一起丢失",
    noAnswer: "还没有答复",
    receivers: (count) => `Redis：${count} 个接收者`,
    stored: "Redis：已存入 Stream",
    refused: "Redis 拒绝",
    underWay: "在路上",
    lost: (server, state) => `丢失在 ${upper(server)} 的连接上：${common.cables[state]}`,
    own: "自己发的：按 uid 丢弃",
    ignored: "自己发的：忽略",
    delivered: (clients) => `写给 ${clients} 个客户端`,
    dropped: {
      room: "这里没有这个房间：丢弃",
      except: "这里没有其他接收者：丢弃",
      nobody: "这里没有客户端：丢弃",
    },
    arrived: "已到达",
    handshake: "握手",
    session: (id) => `会话 ${id}`,
    handedOver: "WebSocket，已移交",
    burst: (count, what) => `${count} × ${what}`,
    burstLost: (count) => `丢失 ${count} 条`,
    newest: "其中最新的：",
    reply: "Redis",
    everyone: "[]：所有人",
    nobodyLeftOut: "[]：没有人除外",
    noFlags: "{}",
  },
};
