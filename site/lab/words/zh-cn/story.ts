// Chinese for a message on its path: the caption, its playback, and why a client heard nothing.
import { visible } from "../../../visible-text.ts";
import type * as en from "../en/story.ts";
import { milliseconds } from "../milliseconds.ts";
import { common } from "./common.ts";
import { list, shortError, spaceBefore, upper } from "./format.ts";
import { stage as standing } from "./stage.ts";

export const stage: typeof en.stage = {
  ...standing,
  published: (text) => `有人向 Redis 发布了${spaceBefore(text)}${text}。`,
  youPublished: (text) => `你从控制台向 Redis 发布了${spaceBefore(text)}${text}。`,
  publisher: { you: "你", somebody: "别处" },
  waitedHere: (ms) => `等了 ${ms}`,
  waitsHere: "在此等待",
  said: (client, text) => `${client} 发了${spaceBefore(text)}${text}。`,
  saidTo: (client, text, room) => `${client} 向房间 ${room} 发了${spaceBefore(text)}${text}。`,
  emitted: (client, event, text) =>
    `${client} 发出事件 ${event}${text ? `，数据是${spaceBefore(text)}${text}` : ""}。`,
  heard: (clients) => `${list(clients)} 收到了。`,
  nobody: "谁也没有收到。",
  silent: (clients, reason) => `${list(clients)} 什么也没收到：${reason}`,
  waiting: (clients) => `正在等 ${list(clients)}……`,
  notYet: ({ why, server }) =>
    why === "not-taken"
      ? `服务器 ${upper(server)} 还没有收到它。`
      : `服务器 ${upper(server)} 还没有把它写入 Redis。`,
  waited: (server, ms) => `服务器 ${upper(server)} 等了 ${ms} 才把它写入 Redis。`,
  noHandler: (server) => `服务器 ${upper(server)} 收到了它，但没有发给任何客户端。`,
  unhandled: (server, event) => `服务器 ${upper(server)} 没有 ${event} 的处理函数，所以什么也不会发生。`,
  answered: (client) => `${client} 得到了回答。`,
  unanswered: (client, ms) => `${client} 要求确认，${ms} 内没有得到。`,
  own: "自己发的：忽略",
  many: (client, count) => `${client} 一次发了 ${count} 条消息，图中只画一条。`,
  kinds: {
    event: "事件",
    ack: "确认",
    publish: "PUBLISH",
    channel: "来自频道的消息",
    error: "错误",
    silent: "应收到而未收到",
  },
  replay: "回放",
  pause: "暂停",
  play: "播放",
  back: "后退一步",
  forward: "前进一步",
  step: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
  scrub: "在消息路径中的位置",
  speed: "速度",
  live: "实时",
  replaying: "回放",
  toLive: "回到实时",
};

export const why: typeof en.why = (reason, redisShown) => {
  switch (reason.why) {
    case "unhandled":
      return `服务器 ${upper(reason.server)} 没有 ${visible(reason.event)} 的处理函数。`;
    case "sender-unlinked":
      return redisShown
        ? `${upper(reason.server)} 的适配器没有开，${upper(reason.other)} 不知道有这条消息。`
        : `${upper(reason.server)} 与 ${upper(reason.other)} 之间没有任何连接，${upper(reason.other)} 不知道有这条消息。`;
    case "not-carried":
      return `${upper(reason.server)} 的桥接只转发 message 事件，${upper(reason.other)} 不知道有这条消息。`;
    case "receiver-unlinked":
      return `${upper(reason.server)} 没有订阅，它的适配器没有开。`;
    case "late":
      return `${upper(reason.server)} 订阅晚了 ${milliseconds(reason.ms)}，而发布/订阅不留存任何消息。`;
    case "cable":
      return `${upper(reason.server)} 到 Redis 的连接${common.cableWas[reason.state]}。`;
    case "redis-down":
      return "当时 Redis 不可用。";
    case "server-down":
      return `当时服务器 ${upper(reason.server)} 没有运行。`;
    case "sender-left":
      return `服务器 ${upper(reason.server)} 还没有收到它，${reason.client} 的连接就断了。`;
    case "not-taken":
      return `服务器 ${upper(reason.server)} 没有收到它。`;
    case "not-published":
      return `服务器 ${upper(reason.server)} 没有把它写入 Redis。`;
    case "links-differ":
      return "两台服务器的连接方式不同，互不兼容。";
    case "keys-differ":
      return "两边适配器的 key 不同，用的频道也就不同。";
    case "left":
      return "当时它已经断开。";
    case "refused":
      return `Redis 拒绝了 PUBLISH：${shortError(reason.text)}。`;
    case "unknown":
      return `服务器 ${upper(reason.server)} 没有投递，记录中看不出原因。`;
    case "hidden":
      return "为什么？这要由你来找出。";
  }
};
