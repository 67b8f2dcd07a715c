// One message → its path as the picture shows it: hops in steps, and marks where something should have arrived and didn't.
//
//   step 0  client → server        step 2  Redis → the subscribed servers, acknowledgement
//   step 1  server → own clients,  step 3  server → its clients
//           server → Redis
//
// Every hop was observed. Something that wasn't observed is a mark, never a hop.

import type { ServerName } from "../../../servers/protocol.ts";
import { type Hop, hasWaited, hopsOf } from "./hops.ts";
import { type Cell, row } from "./matrix.ts";
import type { Message } from "./messages.ts";
import type { PictureState } from "./picture-state.ts";
import type { Open, Reason } from "./reasons.ts";
import { givenUpAt, settlesAt } from "./silence-deadlines.ts";

/** A client that should have heard it and didn't. */
export interface Mark {
  step: number;
  socket: string;
  label: string;
  server: ServerName;
  reason: Reason;
}

export interface Story {
  message: Message;
  hops: readonly Hop[];
  marks: readonly Mark[];
  /** Clients that have it, and the step from which they do. */
  heard: ReadonlyMap<string, number>;
  /** What servers haven't done yet, although it takes longer than it should. */
  waitsOn: readonly Open[];
  /** How many steps there are. */
  steps: number;
  /** Nothing more is expected. */
  isSettled: boolean;
}

export function story(message: Message, now: PictureState, at: number): Story {
  const hops = hopsOf(message);
  const heard = new Map<string, number>();
  for (const { kind, step, to } of hops) {
    if (kind === "event" && to.at === "client") heard.set(to.socket, step);
  }
  const crosses = hops.some(({ kind }) => kind === "publish");
  const { cells, settled } = row(message, now, at);
  const marks: Mark[] = [];
  for (const { socket, label, server } of message.world.clients.values()) {
    const cell = cells.get(label);
    if (cell?.kind !== "missing") continue;
    const step = message.foreign || (crosses && (server !== message.server || hasWaited(message))) ? 3 : 1;
    marks.push({ step, socket, label, server, reason: cell.reason });
  }
  // Steps in which nothing happened are left out: an answer without a broadcast is the second, not the third.
  const used = [...new Set([...hops, ...marks].map(({ step }) => step))].sort((one, two) => one - two);
  const counted = <T extends { step: number }>(one: T): T => ({ ...one, step: used.indexOf(one.step) });
  return {
    message,
    hops: hops.map(counted),
    marks: marks.map(counted),
    heard: new Map([...heard].map(([socket, step]) => [socket, used.indexOf(step)])),
    waitsOn: waitedFor(message, cells, at),
    steps: used.length,
    isSettled: settled,
  };
}

function waitedFor(message: Message, cells: ReadonlyMap<string, Cell>, at: number): Open[] {
  const waits = new Map<string, Open>();
  for (const cell of cells.values()) {
    if (cell.kind === "waiting" && cell.on) waits.set(`${cell.on.why} ${cell.on.server}`, cell.on);
  }
  // Only the sender waits for something that isn't a broadcast.
  const isUntaken = !message.received && message.untaken === undefined;
  if (isUntaken && waits.size === 0 && at > settlesAt(message) && at <= givenUpAt(message)) {
    return [{ why: "not-taken", server: message.server }];
  }
  return [...waits.values()];
}
