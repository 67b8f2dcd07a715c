// Chinese for the lab’s parts, their states and the adapter switch.

import { isBridge } from "../../derive/link-behaviour.ts";
import type { common as en } from "../en/common.ts";
import { milliseconds } from "../milliseconds.ts";
import { upper } from "./format.ts";

export const common: typeof en = {
  space: "",
  colon: "：",
  comma: "，",
  server: (server) => `服务器 ${upper(server)}`,
  pid: (pid) => `pid ${pid}`,
  changedCode: "改过的代码",
  states: { starting: "启动中", running: "运行中", stopped: "已停止", crashed: "已崩溃" },
  redisKinds: {
    external: "REDIS_URL 所指的实例",
    local: "由 Crosstalk 启动",
    embedded: "Crosstalk 内置的 broker",
  },
  redisName: (kind, version) => (kind === "embedded" ? "内置 broker" : `Redis ${version}`),
  redisDown: "已断开",
  cables: { up: "畅通", close: "已关闭", reset: "被重置", blackhole: "黑洞", stall: "停滞" },
  cableWas: {
    up: "丢失了它",
    close: "当时已关闭",
    reset: "当时被重置",
    blackhole: "当时是黑洞：连着，但什么也通不过",
    stall: "停滞期间连接断了",
  },
  delay: (ms) => `+${ms} ms`,
  unplugged: "未连接 Redis",
  connecting: "连接中……",
  disconnected: "未连接",
  notYet: "尚未连接",
  outOfReach: "无法连接",
  more: (count) => `另有 ${count} 个`,

  adapter: {
    label: (link) => (isBridge(link) ? "连接方式" : "适配器"),
    name: (server, link = "none") => `服务器 ${upper(server)} 的${common.adapter.label(link)}`,
    links: {
      none: "关",
      "bridge-single": "桥接（单连接）",
      bridge: "手写桥接",
      adapter: "开",
      "adapter-other-key": "开（key：chat）",
      sharded: "开（分片）",
      streams: "开（Streams）",
    },
    pending: "切换中……",
    took: (ms) => `用时 ${milliseconds(ms)}`,
  },
};
