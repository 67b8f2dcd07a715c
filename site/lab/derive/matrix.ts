// Messages → the delivery matrix: for every message and client, heard, or expected and not received, and why.

import type { ServerName } from "../../../servers/protocol.ts";
import { compareNames } from "../../compare-names.ts";
import { audience } from "./audience.ts";
import { isBroadcast, isListed, type Message } from "./messages.ts";
import { isPartial, type PictureState } from "./picture-state.ts";
import { isGuess, mayStillHappen, type Open, type Reason, reasonsFor } from "./reasons.ts";
import { givenUpAt, settlesAt } from "./silence-deadlines.ts";

export type Cell =
  | { kind: "heard"; ms: number }
  /** The server wrote it to this client, which doesn't report or hasn't yet. */
  | { kind: "delivered"; ms: number }
  /** It may still come. `on` is what it's waiting for, once that takes longer than it should. */
  | { kind: "waiting"; on?: Open }
  | { kind: "missing"; reason: Reason }
  /** An acknowledgement for the client that asked; nothing else was expected. */
  | { kind: "answered"; ms: number }
  | { kind: "not-expected"; why: "not-in-room" | "not-for-it" | "not-connected" | "not-recorded" };

export interface Row {
  message: Message;
  /** By the client's label. */
  cells: ReadonlyMap<string, Cell>;
  /** No cell is waiting any more. */
  settled: boolean;
}

export interface Matrix {
  columns: readonly { label: string; server: ServerName }[];
  rows: readonly Row[];
}

/** The newest `limit` messages, newest first; `now` is the lab's clock. */
export function matrix(messages: Iterable<Message>, picture: PictureState, now: number, limit = 20): Matrix {
  const rows = [...messages]
    .filter(isListed)
    .slice(-limit)
    .reverse()
    .map((message) => row(message, picture, now));
  const servers = new Map<string, ServerName>();
  for (const { label, server } of picture.clients.values()) servers.set(label, server);
  for (const { message } of rows) {
    for (const { label, server } of message.world.clients.values()) {
      if (!servers.has(label)) servers.set(label, server);
    }
  }
  const columns = [...servers]
    .map(([label, server]) => ({ label, server }))
    .sort((one, two) => compareNames(one.server, two.server) || compareNames(one.label, two.label));
  return { columns, rows };
}

export function row(message: Message, picture: PictureState, now: number): Row {
  const expected = new Set(audience(message).map(({ socket }) => socket));
  const got = whoGot(message);
  const reasonOf = reasonsFor(message, picture);
  const cells = new Map<string, Cell>();
  for (const client of message.world.clients.values()) {
    const { socket, label } = client;
    const silence = () =>
      expected.has(socket) ? silent(message, reasonOf(client), picture, now) : undefined;
    cells.set(label, got.get(socket) ?? silence() ?? notFor(message));
  }
  // A client that was away when it was sent and has received it since: connection state recovery.
  for (const event of message.trail) {
    if (event.type !== "heard" || message.world.clients.has(event.socket)) continue;
    const label = picture.clients.get(event.socket)?.label ?? event.client;
    cells.set(label, { kind: "heard", ms: event.at - message.at });
  }
  return { message, cells, settled: ![...cells.values()].some(({ kind }) => kind === "waiting") };
}

/** What reached each client, by socket. */
function whoGot(message: Message): Map<string, Cell> {
  const got = new Map<string, Cell>();
  for (const event of message.trail) {
    const ms = event.at - message.at;
    if (event.type === "heard") got.set(event.socket, { kind: "heard", ms });
    else if (event.type === "delivered") {
      for (const socket of event.sockets) if (!got.has(socket)) got.set(socket, { kind: "delivered", ms });
    } else if (event.type === "acknowledged" && !isBroadcast(message)) {
      got.set(event.socket, { kind: "answered", ms });
    }
  }
  return got;
}

const notFor = (message: Message): Cell => ({
  kind: "not-expected",
  why: isBroadcast(message) ? "not-in-room" : "not-for-it",
});

/** The cell of a client that should have heard it and got nothing. */
function silent(message: Message, reason: Reason, picture: PictureState, now: number): Cell {
  if (now <= settlesAt(message)) return { kind: "waiting" };
  // If observations are missing, not having seen it doesn't mean that it didn't happen.
  const isKnown = message.untaken !== "unrecorded" && !(isGuess(reason) && isPartial(picture, message.at));
  if (!isKnown) return { kind: "not-expected", why: "not-recorded" };
  if (mayStillHappen(reason) && now <= givenUpAt(message)) return { kind: "waiting", on: reason };
  return { kind: "missing", reason };
}
