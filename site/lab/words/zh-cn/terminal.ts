// Chinese for the terminals: a client’s prompt, the servers’ output and the Redis console.
import type * as en from "../en/terminal.ts";
import { upper } from "./format.ts";

export const terminal: typeof en.terminal = {
  label: (client, server) => `${client} 的终端，连在服务器 ${upper(server)} 上`,
  tabHint: "Tab 键补全；空行时移到下一个控件。",
  command: (client) => `给 ${client} 的命令，例如 who 或 join tea`,
  enter: "执行",
  help: "可以输入的命令：",
  usage: {
    send: "发出事件 message，内容为这段文字",
    emit: '发出任意事件，数据为任意 JSON，例如 emit order {"id":1}',
    ack: "同上，并要求对方确认（acknowledgement）",
    join: "请服务器把它放进一个房间",
    leave: "请服务器把它移出房间",
    to: "请服务器向一个房间发送",
    who: "服务器知道的所有 socket",
    ask: "经适配器询问其他服务器",
    disconnect: "断开连接",
    connect: "重新连接",
    drop: "不关闭连接就断线，像进了隧道；输入 connect 恢复",
    transport: "换用这种传输方式重新连接",
    clear: "清屏",
    help: "显示这张表",
  },
  connected: (id) => `已连接，id 为 ${id}`,
  upgraded: (transport) => `已升级到 ${transport}`,
  disconnected: (reason) => `已断开：${reason}`,
  cannotConnect: (reason) => `无法连接：${reason}。正在重试。`,
  buffered: "尚未连接。socket.io-client 会保留这个事件，连上后再发。",
  answer: (text, ms) => `${ms} 后得到回答：${text}`,
  noAnswer: (ms) => `${ms} 内没有回答`,
  already: "已经连接。",
  notConnected: "尚未连接。请输入 connect。",
  problem: (problem) => {
    switch (problem.what) {
      case "unknown":
        return `没有“${problem.word}”这个命令。${problem.meant ? `是不是想输入 ${problem.meant}？` : "输入 help 查看命令。"}`;
      case "missing":
        return `正确写法：${problem.usage}`;
      case "json":
        return `不是 JSON：${problem.text}。文字要加双引号，例如 "hi"。`;
      case "reserved":
        return `“${problem.event}”是 Socket.IO 的保留名，请换一个。`;
    }
  },
  empty: "还没有内容。",
  logs: "服务器 A 与 B 的输出",
};

export const redis: typeof en.redis = {
  label: "Redis 控制台",
  field: "给 Redis 的命令，例如 PUBLISH message hi",
  empty: "输入一条 Redis 命令，或输入 help。",
  corner: "这是你自己到真实 Redis 的一条连接，只能看到你的实验台的键和频道。",
  embedded:
    "没有找到 Redis，所以这是 Crosstalk 内置的 broker。它只有发布/订阅：SET、LPUSH 等命令会返回错误。装上 redis-server 后，下次启动就会用它。",
  down: "Redis 不可用。恢复之前，输入的命令得不到答复。",
  help: "这个控制台可以用的命令：",
  groups: {
    pubsub: "发布/订阅",
    strings: "字符串",
    hashes: "哈希",
    lists: "列表",
    sets: "集合",
    streams: "Stream",
    keys: "任意键",
    server: "服务器",
  },
  subscribed: "订阅之后的连接只接受 (UN)SUBSCRIBE 和 PING；用 UNSUBSCRIBE 退出订阅。",
  own: "clear 清屏；↑ ↓ 找回输入过的命令；Tab 补全。",
  offline: "演练场的服务器没有响应，命令没有发出。请稍后再试。",
  forbidden: "实验台不是这个页面打开的，所以没有令牌。打开它的人才能在这里输入。",
  reopens: "连接断了，之前的订阅也随之失效。下一条命令会另开一条连接。",
};
