// Chinese for the picture before anything is sent: its caption, and the fields to send from.
import type * as en from "../en/stage.ts";
import { common } from "./common.ts";
import { list, placed, upper } from "./format.ts";

export const stage: typeof en.stage = {
  label: "实验台：客户端、服务器与 Redis",
  idle: (client) => `还没有发出任何消息。从 ${client} 发一条，看看谁能收到。`,
  apart: (on) => `${placed(on)}。两台服务器之间没有任何连接：一台发出的广播，永远到不了另一台的客户端。`,
  joined: (on) => `${placed(on)}。两台都装有基于 Redis 的适配器：一台发出的广播，也会到达另一台的客户端。`,
  bridged: (on) => `${placed(on)}。两台都手写了发布和订阅，没有用适配器。`,
  unlike: (on) => `${placed(on)}。两台的连接方式不同，互不兼容。`,
  keysDiffer: (on) => `${placed(on)}。两边适配器的 key 不同，用的频道也就不同。`,
  linked: (on, linked) =>
    `${placed(on)}。只有 ${upper(linked)} 连着 Redis，所以一台发出的广播仍然到不了另一台的客户端。`,
  places: (on) => (on.length ? `${placed(on)}。` : ""),
  unconnected: (on) => `还没有任何连接。连上之后：${placed(on)}。`,
  outOfReach: "无法连接实验台。图中是最后一次看到的状态。",
  linkOf: (server, link) =>
    link === "none"
      ? `${upper(server)}：没有适配器。`
      : `${upper(server)}：${common.adapter.label(link)} ${common.adapter.links[link]}。`,
  keptOut: (client, reason) => `${client} 连不上：${reason}。`,
  rooms: (rooms) => (rooms.length > 1 ? `${rooms[0]} +${rooms.length - 1}` : (rooms[0] ?? "")),
  inRooms: (client, rooms) => `${client} 在房间 ${list(rooms)} 里`,
  hidden: "这个实验台里有一处坏了。会泄露答案的内容都已隐藏，其余照常显示。",
  alone: (on) => `${placed(on)}。每个客户端只有一条连接，通向服务器；客户端之间没有连接。`,
  nothing: "什么也没收到",
  receivers: (count) => `${count} 个接收者`,
};

export const send: typeof en.send = {
  label: (client) => `${client} 要发的消息`,
  button: "发送",
  buttonFor: (client) => `从 ${client} 发送`,
  placeholder: "hi",
};
