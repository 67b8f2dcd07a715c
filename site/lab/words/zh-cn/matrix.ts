// Chinese for who heard what.
import type { matrix as en } from "../en/matrix.ts";
import { matrix as panel } from "./tabs.ts";

export const matrix: typeof en = {
  caption: "投递情况：每条消息有谁收到",
  message: "消息",
  ...panel,
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
};
