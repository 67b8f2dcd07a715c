// Messages → the delivery matrix: for every message, client by client, heard or expected and not received, and why.

import type { CableState, ServerName } from "../../../servers/protocol.ts";
import { isBridge, waitsForRedis } from "./link-behaviour.ts";
import { audience, isBroadcast, type Message } from "./messages.ts";
import { type Client, isPartial, type Picture } from "./state.ts";

export type Reason =
  /** The sender's server has no link, so it told its own clients only. */
  | { why: "sender-unlinked"; server: ServerName; other: ServerName; bothOff: boolean }
  /** The sender's server has a bridge, which carries one event, and this was another. */
  | { why: "not-carried"; server: ServerName; other: ServerName }
  /** The client's server has no link, so it is not subscribed. */
  | { why: "receiver-unlinked"; server: ServerName }
  /** The client's server subscribed after the message had passed. */
  | { why: "late"; server: ServerName; ms: number }
  | { why: "cable"; server: ServerName; state: CableState["state"] }
  | { why: "redis-down" }
  | { why: "server-down"; server: ServerName }
  | { why: "links-differ" }
  | { why: "left"; server: ServerName }
  | { why: "refused"; text: string }
  | { why: "unknown"; server: ServerName };

export type Cell =
  | { kind: "heard"; ms: number }
  /** The server wrote it to this client, which reports nothing or has not yet. */
  | { kind: "delivered"; ms: number }
  | { kind: "waiting" }
  | { kind: "missing"; reason: Reason }
  | { kind: "not-expected"; why: "not-in-room" | "not-connected" | "not-recorded" };

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

/** How long a message may take before silence counts, beside what the cables were told to add. */
export const settleMs = 400;

/** The newest `limit` broadcasts, newest first; `now` is the lab's clock. */
export function matrix(messages: Iterable<Message>, picture: Picture, now: number, limit = 20): Matrix {
  const rows = [...messages]
    .filter(isBroadcast)
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
    .sort((one, two) => one.server.localeCompare(two.server) || one.label.localeCompare(two.label));
  return { columns, rows };
}

export function row(message: Message, picture: Picture, now: number): Row {
  const expected = new Set(audience(message).map(({ socket }) => socket));
  const settled = now > settlesAt(message);
  const cells = new Map<string, Cell>();
  for (const client of message.world.clients.values()) {
    cells.set(client.label, cellOf(message, client, expected.has(client.socket), settled, picture));
  }
  // Who was away when it was sent, and has got it since: connection state recovery.
  for (const event of message.trail) {
    if (event.type !== "heard" || message.world.clients.has(event.socket)) continue;
    const label = picture.clients.get(event.socket)?.label ?? event.client;
    cells.set(label, { kind: "heard", ms: event.at - message.at });
  }
  return { message, cells, settled: ![...cells.values()].some(({ kind }) => kind === "waiting") };
}

/** The moment from which silence counts, on the lab's clock. */
export function settlesAt({ at, world: { cables } }: Message): number {
  return at + settleMs + 2 * (cables.a.delayMs + cables.b.delayMs);
}

function cellOf(message: Message, client: Client, expected: boolean, settled: boolean, now: Picture): Cell {
  let delivered: number | undefined;
  for (const event of message.trail) {
    if (event.type === "heard" && event.socket === client.socket) {
      return { kind: "heard", ms: event.at - message.at };
    }
    if (event.type === "delivered" && event.sockets.includes(client.socket))
      delivered = event.at - message.at;
  }
  if (delivered !== undefined) return { kind: "delivered", ms: delivered };
  if (!expected) return { kind: "not-expected", why: "not-in-room" };
  if (!settled) return { kind: "waiting" };
  const reason = reasonFor(message, client, now);
  // Who saw nothing may not say that there was nothing, where observations are missing.
  if (isGuess(reason, message) && isPartial(now, message.at))
    return { kind: "not-expected", why: "not-recorded" };
  return { kind: "missing", reason };
}

/** Whether a reason rests on something not having been seen, and not on how the lab stood. */
function isGuess({ why }: Reason, { received, world, server }: Message): boolean {
  return (
    why === "unknown" || (why === "server-down" && !received && world.servers[server].state === "running")
  );
}

/** Why this client heard nothing: the first thing on the message's way that stopped it. */
function reasonFor(message: Message, client: Client, now: Picture): Reason {
  const { server: from, world, trail, received } = message;
  const to = client.server;
  if (!received) return { why: "server-down", server: from };
  const { link } = world.servers[from];
  const isCarried = !isBridge(link) || message.event === "message";
  if (to !== from || message.foreign || (waitsForRedis(link) && isCarried)) {
    if (link === "none" && !message.foreign) {
      return { why: "sender-unlinked", server: from, other: to, bothOff: world.servers[to].link === "none" };
    }
    if (!isCarried && !message.foreign) return { why: "not-carried", server: from, other: to };
    const receiver = world.servers[to];
    if (receiver.state !== "running") return { why: "server-down", server: to };
    if (receiver.link === "none") {
      const later = now.servers[to];
      if (later.link === "none") return { why: "receiver-unlinked", server: to };
      return { why: "late", server: to, ms: Math.max(0, later.linkAt - message.at) };
    }
    if (receiver.link !== link && !message.foreign) return { why: "links-differ" };
    const drop = trail.find((event) => event.type === "dropped" && onTheWay(event, from, to));
    if (drop?.type === "dropped") return { why: "cable", server: drop.server, state: drop.state };
    const refusal = trail.find((event) => event.type === "accepted" && event.error !== undefined);
    if (refusal?.type === "accepted") return { why: "refused", text: refusal.error ?? "" };
    if (!world.redisUp) return { why: "redis-down" };
    for (const server of message.foreign ? [to] : [from, to]) {
      const { state } = world.cables[server];
      if (state !== "up") return { why: "cable", server, state };
    }
  }
  if (now.servers[to].state !== "running") return { why: "server-down", server: to };
  if (!now.clients.has(client.socket)) return { why: "left", server: to };
  return { why: "unknown", server: to };
}

function onTheWay(
  { server, towards }: { server: ServerName; towards: "redis" | "server" },
  from: ServerName,
  to: ServerName,
): boolean {
  return towards === "redis" ? server === from : server === to;
}
