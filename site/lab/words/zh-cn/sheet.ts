// Chinese for the controls of one thing in the picture.
import type { controls as en } from "../en/sheet.ts";
import { controls as sceneControls } from "./controls.ts";
import { upper } from "./format.ts";
import { links } from "./links.ts";

export const controls: typeof en = {
  ...sceneControls,
  links: {
    none: { name: links.none, about: "Socket.IO 自带的内存适配器，服务器只认识自己的客户端。" },
    "bridge-single": {
      name: links["bridge-single"],
      about: "手写发布/订阅，发布和订阅共用一个连接，Redis 会拒绝。",
    },
    bridge: { name: links.bridge, about: "手写发布/订阅，用两个连接，只转发 message 事件。" },
    adapter: { name: links.adapter, about: "@socket.io/redis-adapter：每次广播同时发布到 Redis。" },
    "adapter-other-key": {
      name: links["adapter-other-key"],
      about: "同上，但 key 是 chat 而不是 socket.io，所以用的频道不同。",
    },
    sharded: { name: links.sharded, about: "分片的发布/订阅，每个房间一个频道。需要 Redis 7 或更高版本。" },
    streams: {
      name: links.streams,
      about: "@socket.io/redis-streams-adapter：广播保存在 Stream 里。需要真正的 Redis。",
    },
  },
  cables: {
    up: { name: "up（畅通）", about: "一切照常通过。" },
    close: { name: "close（关闭）", about: "正常关闭（FIN），新的连接会被拒绝。" },
    reset: { name: "reset（重置）", about: "强行断开（RST），新的连接也会被重置。" },
    blackhole: { name: "blackhole（黑洞）", about: "连着，但什么也通不过，两端都不会得到通知。" },
    stall: { name: "stall（停滞）", about: "连着，但所有字节都要等恢复畅通才能通过。" },
  },
  close: "关闭",
  cableTitle: (server) => `服务器 ${upper(server)} 到 Redis 的连接`,
  clientTitle: (client) => `客户端 ${client}`,
  link: "连接方式",
  inForce: "已生效",
  took: (ms) => `${ms} 后生效`,
  pending: "切换中……",
  process: "进程",
  kill: "终止（SIGKILL）",
  killAbout: "和 kill -9 一样直接结束进程：不做清理，也不正常关闭任何连接。",
  stop: "停止（SIGTERM）",
  stopAbout: "“停止”会先断开它的客户端、保存会话，再结束进程。",
  start: "启动",
  startAbout: "用同样的文件启动一个新进程；只要能连上 Redis，连接方式也不变。",
  state: "状态",
  delay: "每个方向的延迟",
  delayValue: (ms) => (ms ? `${ms} ms` : "无"),
  redisKind: {
    external: "由 REDIS_URL 指定，不是 Crosstalk 启动的。",
    local: "Crosstalk 在本机找到并为自己单独启动的 redis-server。",
    embedded: "没有找到 Redis，所以用的是 Crosstalk 内置的 broker。它不是 Redis。",
  },
  redisLacks: {
    external: "",
    local: "",
    embedded:
      "它只有发布/订阅（普通的和分片的），没有字符串、哈希、列表、集合，也没有 Stream。需要这些请安装 redis-server。",
  },
  redisUp: (version) => `运行中，版本 ${version}。`,
  redisDown: "已断开，没有响应。",
  name: "名字",
  rename: "改名",
  nameTaken: "这个名字已经有了。",
  rooms: "房间",
  noRooms: "不在任何房间里。",
  join: "加入",
  room: "房间",
  leave: (room) => `离开 ${room}`,
  connection: "连接",
  connect: "连接",
  disconnect: "断开",
  drop: "掉线",
  dropAbout: "像进了隧道",
  transport: "传输方式",
  transports: { both: "先长轮询，再 WebSocket", polling: "只用长轮询", websocket: "只用 WebSocket" },
  remove: "移除",
  notOurs: "这个客户端属于别的标签页或程序，只能看，不能改。",
  onServer: (server, entrance) =>
    server === undefined
      ? "没能通过负载均衡器。"
      : entrance === "balanced"
        ? `经负载均衡器连在服务器 ${upper(server)} 上。`
        : `连在服务器 ${upper(server)} 上。`,
};
