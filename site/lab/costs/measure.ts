// Measures in a real lab, with real clients: how long a broadcast takes, here and across, and what a server throws away.
//
//   latency     α on A sends, one by one; a client on A and one on B say when they have it
//   fan-out     the same with ever more clients on both; the time until the last of each server has it
//   thrown away messages to a room that B does not have: what came to B all the same

import { io, type Socket } from "socket.io-client";
import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import type { Message } from "../derive/messages.ts";
import type { LabActions } from "../steps/actions.ts";
import { percentile } from "./statistics.ts";

/** Milliseconds. */
export interface Times {
  p50: number;
  p95: number;
}

export interface FanOut {
  /** Clients on each server. */
  clients: number;
  /** Until the last of them had it: the median of several messages. */
  local: number;
  across: number;
}

export interface Thrown {
  link: LinkName;
  /** Messages that were sent to the room. */
  sent: number;
  /** Of these, what came to B while it had nobody in the room. */
  came: number;
  /** And what B delivered once it had somebody there. */
  delivered: number;
}

export interface Costs {
  messages: number;
  local: Times;
  across: Times;
  /** What had not come within the time limit. */
  lost: number;
  fanOut: FanOut[];
  thrown: Thrown[];
}

export interface Measured {
  /** Path of a server for a Socket.IO client. */
  path: (server: ServerName) => string;
  lab: LabActions;
  /** What is under way, and how far it has come, from 0 to 1. */
  onProgress: (part: "latency" | "fan-out" | "thrown", share: number) => void;
}

export const messageCount = 100;
export const fanOuts = [1, 10, 25, 50];
const perFanOut = 10;
const atATime = 2;
const roomMessages = 20;
const withinMs = 2_000;

/** Rejects when clients cannot connect, or a link is refused. What it opened is closed again. */
export async function measure({ path, lab, onProgress }: Measured): Promise<Costs> {
  const sockets: Socket[] = [];
  const open = async (server: ServerName) => {
    const socket = await connect(path(server), `c${sockets.length + 1}`);
    sockets.push(socket);
    return socket;
  };
  try {
    const sender = await open("a");
    const near = [await open("a")];
    const far = [await open("b")];

    const times: { local: number; across: number }[] = [];
    await once(sender, near, far); // the first one pays for what is done only once
    for (let count = 1; count <= messageCount; count += 1) {
      times.push(await once(sender, near, far));
      onProgress("latency", count / messageCount);
    }

    const fanOut: FanOut[] = [];
    for (const [index, clients] of fanOuts.entries()) {
      while (near.length < clients) {
        // Browsers let WebSockets wait the longer, the more of them are connecting at the same time.
        const few = Array.from({ length: Math.min(atATime, clients - near.length) });
        const [here, there] = [few.map(() => open("a")), few.map(() => open("b"))];
        near.push(...(await Promise.all(here)));
        far.push(...(await Promise.all(there)));
      }
      const each: typeof times = [];
      for (let count = 0; count < perFanOut; count += 1) each.push(await once(sender, near, far));
      fanOut.push({
        clients,
        local: percentile(arrived(each, "local"), 50),
        across: percentile(arrived(each, "across"), 50),
      });
      onProgress("fan-out", (index + 1) / fanOuts.length);
    }
    for (const socket of [...near.splice(1), ...far.splice(1)]) socket.disconnect();

    const thrown: Thrown[] = [];
    for (const [index, link] of (["adapter", "sharded"] as const).entries()) {
      thrown.push(await countThrown(link, sender, far[0], lab));
      onProgress("thrown", (index + 1) / 2);
    }
    const summed = (way: "local" | "across"): Times => ({
      p50: percentile(arrived(times, way), 50),
      p95: percentile(arrived(times, way), 95),
    });
    const lost = 2 * times.length - arrived(times, "local").length - arrived(times, "across").length;
    return { messages: messageCount, local: summed("local"), across: summed("across"), lost, fanOut, thrown };
  } finally {
    for (const socket of sockets) socket.disconnect();
  }
}

/** Infinite is what has not come. */
const arrived = (times: readonly { local: number; across: number }[], way: "local" | "across") =>
  times.map((time) => time[way]).filter(Number.isFinite);

let numbered = 0;

/** One broadcast: the milliseconds until the last client of each server had it. */
async function once(sender: Socket, near: readonly Socket[], far: readonly Socket[]) {
  numbered += 1;
  const mark = `costs ${numbered}`;
  const start = performance.now();
  const last = (sockets: readonly Socket[]) =>
    Promise.all(sockets.map((socket) => heard(socket, mark))).then((ends) => Math.max(...ends) - start);
  const ends = Promise.all([last(near), last(far)]);
  sender.emit("message", mark);
  const [local, across] = await ends;
  return { local, across };
}

/** When a client had the message with this mark; infinite when it had it not in time. */
function heard(socket: Socket, mark: string): Promise<number> {
  return new Promise((resolve) => {
    const done = (at: number) => {
      clearTimeout(timer);
      socket.off("message", take);
      resolve(at);
    };
    const take = (data: unknown) => {
      if (data === mark) done(performance.now());
    };
    const timer = setTimeout(() => done(Number.POSITIVE_INFINITY), withinMs);
    socket.on("message", take);
  });
}

async function countThrown(
  link: LinkName,
  sender: Socket,
  far: Socket | undefined,
  lab: LabActions,
): Promise<Thrown> {
  const linked = await Promise.all([lab.setLink("a", link), lab.setLink("b", link)]);
  if (linked.includes(false) || !far) throw new Error(`The link ${link} was refused.`);
  const room = `costs-${link}`;
  await sender.timeout(withinMs).emitWithAck("room:join", room);
  const needless = await speak(sender, room, lab);
  await far.timeout(withinMs).emitWithAck("room:join", room);
  await new Promise((resolve) => setTimeout(resolve, 200)); // until a sharded adapter has subscribed to it
  const needed = await speak(sender, room, lab);
  for (const socket of [sender, far]) await socket.timeout(withinMs).emitWithAck("room:leave", room);
  return {
    link,
    sent: roomMessages,
    came: needless.filter(cameTo("b")).length,
    delivered: needed.filter(({ trail }) =>
      trail.some((one) => one.type === "delivered" && one.server === "b"),
    ).length,
  };
}

/** Sends to a room, and answers what the trace says of each message once nothing more is to come. */
async function speak(sender: Socket, room: string, lab: LabActions): Promise<Message[]> {
  const { seq } = lab.derived;
  for (let count = 0; count < roomMessages; count += 1) {
    await sender.timeout(withinMs).emitWithAck("room:message", { room, data: `costs ${count}` });
  }
  const sent = () =>
    [...lab.derived.messages.values()].filter(
      (message) =>
        message.socket === sender.id &&
        message.event === "room:message" &&
        (message.trail[0]?.seq ?? 0) > seq,
    );
  await lab.until(() => sent().length === roomMessages && sent().every(cameTo("a")), withinMs);
  await new Promise((resolve) => setTimeout(resolve, 300)); // what comes to A has had the time to come to B
  return sent();
}

/** Whether Redis handed it to this server. */
const cameTo =
  (server: ServerName) =>
  ({ trail }: Message): boolean =>
    trail.some((one) => one.type === "arrived" && one.server === server);

function connect(path: string, name: string): Promise<Socket> {
  const socket = io({ path, auth: { name }, forceNew: true, multiplex: false, transports: ["websocket"] });
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}
