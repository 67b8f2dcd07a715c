// Measures in a real lab, with real clients: how long a broadcast takes on one server and across, and what a server throws away.
//
//   latency     α on A sends one by one; a client on A and one on B report when they have it
//   fan-out     the same with more and more clients on both; the time until the last client on each server has it
//   thrown away messages to a room that B doesn't have: what reached B anyway

import { io, type Socket } from "socket.io-client";
import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import { gatewayOrigin } from "../../gateway-address.ts";
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
  /** Until the last of them had it: the median over several messages. */
  local: number;
  across: number;
}

export interface ThrownAway {
  link: LinkName;
  /** Messages sent to the room. */
  sent: number;
  /** How many of them reached B while it had nobody in the room. */
  came: number;
  /** How many B delivered once it had somebody in the room. */
  delivered: number;
}

export interface Costs {
  messages: number;
  local: Times;
  across: Times;
  /** How many didn't arrive within the time limit. */
  lost: number;
  fanOut: FanOut[];
  thrown: ThrownAway[];
}

export interface Measured {
  /** The path of a server for a Socket.IO client. */
  path: (server: ServerName) => string;
  lab: LabActions;
  /** Called with the current part and its progress, from 0 to 1. */
  onProgress: (part: "latency" | "fan-out" | "thrown", share: number) => void;
}

export const messageCount = 100;
export const fanOuts = [1, 10, 25, 50];
const perFanOut = 10;
const atATime = 2;
const roomMessages = 20;
const withinMs = 2_000;

/** Rejects if clients can't connect or a link is refused. Closes everything it opened. */
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
    await once(sender, near, far); // the first one pays for one-time work
    for (let count = 1; count <= messageCount; count += 1) {
      times.push(await once(sender, near, far));
      onProgress("latency", count / messageCount);
    }

    const fanOut: FanOut[] = [];
    for (const [index, clients] of fanOuts.entries()) {
      while (near.length < clients) {
        // The more WebSockets are connecting at the same time, the longer browsers make them wait.
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

    const thrown: ThrownAway[] = [];
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

/** A message that didn't arrive has an infinite time. */
const arrived = (times: readonly { local: number; across: number }[], way: "local" | "across") =>
  times.map((time) => time[way]).filter(Number.isFinite);

let numbered = 0;

/** One broadcast: the milliseconds until the last client on each server had it. */
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

/** When a client received the message with this mark; infinite if it didn't in time. */
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
): Promise<ThrownAway> {
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

/** Sends to a room, and resolves with what the trace has about each message once nothing more can follow. */
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
  await new Promise((resolve) => setTimeout(resolve, 300)); // what reached A has had time to reach B
  return sent();
}

/** Whether Redis passed it to this server. */
const cameTo =
  (server: ServerName) =>
  ({ trail }: Message): boolean =>
    trail.some((one) => one.type === "arrived" && one.server === server);

function connect(path: string, name: string): Promise<Socket> {
  const socket = io(gatewayOrigin, {
    path,
    auth: { name },
    forceNew: true,
    multiplex: false,
    transports: ["websocket"],
  });
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}
