// Why a client that should have heard a message hasn't: the first thing on the message's path that stopped it.

import type { CableState, ServerName } from "../../../servers/protocol.ts";
import { isBridge, isClassic, waitsForRedis } from "./link-behaviour.ts";
import type { Message } from "./messages.ts";
import type { Client, PictureState } from "./picture-state.ts";

export type Reason =
  /** The sender's server runs code of the user's own, which doesn't listen for this event. */
  | { why: "unhandled"; server: ServerName; event: string }
  /** The sender's server has no link, so it only delivered to its own clients. */
  | { why: "sender-unlinked"; server: ServerName; other: ServerName; bothOff: boolean }
  /** The sender's server has a bridge, which carries one event; this was another. */
  | { why: "not-carried"; server: ServerName; other: ServerName }
  /** The client's server has no link, so it is not subscribed. */
  | { why: "receiver-unlinked"; server: ServerName }
  /** The client's server subscribed after the message had passed. */
  | { why: "late"; server: ServerName; ms: number }
  | { why: "cable"; server: ServerName; state: CableState["state"] }
  | { why: "redis-down" }
  | { why: "server-down"; server: ServerName }
  /** The sender's connection ended before its server took it. */
  | { why: "sender-left"; client: string; server: ServerName }
  /** The sender's server, or the client's, hasn't received it in all the time it was waited for. */
  | { why: "not-taken"; server: ServerName }
  /** The sender's server received it and hasn't written it to Redis. */
  | { why: "not-published"; server: ServerName }
  | { why: "links-differ" }
  /** Both have the same adapter, and its channels have other names. */
  | { why: "keys-differ" }
  | { why: "left"; server: ServerName }
  | { why: "refused"; text: string }
  | { why: "unknown"; server: ServerName }
  /** Hidden: the learner is searching for the fault. */
  | { why: "hidden" };

/** Whether a running server may still do what it hasn't been seen to do. */
export function mayStillHappen(reason: Reason): reason is Open {
  return reason.why === "not-taken" || reason.why === "not-published";
}

/** Whether the reason is only that something wasn't seen, rather than the state of the lab. */
export const isGuess = (reason: Reason): boolean => reason.why === "unknown" || mayStillHappen(reason);

/** What a running server may still do. */
export type Open = Extract<Reason, { why: "not-taken" | "not-published" }>;

/** Returns why each client in a message's audience heard nothing. Reasons for a whole server are looked up once. */
export function reasonsFor(message: Message, now: PictureState): (client: Client) => Reason {
  if (message.world.isConcealed) return () => ({ why: "hidden" });
  const { server: taker, event, unhandled } = message;
  if (unhandled) return () => ({ why: "unhandled", server: taker, event });
  const known = new Map<ServerName, { stopped?: Reason; open: Reason }>();
  return ({ server, socket }) => {
    let reason = known.get(server);
    if (!reason) {
      const stopped = stoppedBefore(message, server, now);
      reason = { ...(stopped && { stopped }), open: openFor(message, server) };
      known.set(server, reason);
    }
    if (reason.stopped) return reason.stopped;
    return now.clients.has(socket) ? reason.open : { why: "left", server };
  };
}

const carries = ({ world, server, event }: Message): boolean =>
  !isBridge(world.servers[server].link) || event === "message";

/** What stopped it on the way to this server's clients. */
function stoppedBefore(message: Message, to: ServerName, now: PictureState): Reason | undefined {
  const { server: from, world, received, foreign } = message;
  if (!received) return untakenFor(message, now);
  const { link } = world.servers[from];
  if (to !== from || foreign || (waitsForRedis(link) && carries(message))) {
    const stopped = stoppedAtRedis(message, to, now);
    if (stopped) return stopped;
  }
  return now.servers[to].state === "running" ? undefined : { why: "server-down", server: to };
}

/** What stopped it on a path through Redis, including the way back to the sender's own server. */
function stoppedAtRedis(message: Message, to: ServerName, now: PictureState): Reason | undefined {
  const { server: from, world, trail, foreign } = message;
  const { link } = world.servers[from];
  if (link === "none" && !foreign) {
    return { why: "sender-unlinked", server: from, other: to, bothOff: world.servers[to].link === "none" };
  }
  if (!foreign && !carries(message)) return { why: "not-carried", server: from, other: to };
  const receiver = world.servers[to];
  if (receiver.state !== "running") return { why: "server-down", server: to };
  if (receiver.link === "none") {
    const later = now.servers[to];
    if (later.link === "none") return { why: "receiver-unlinked", server: to };
    return { why: "late", server: to, ms: Math.max(0, later.linkAt - message.at) };
  }
  if (receiver.link !== link && !foreign)
    return { why: isClassic(link) && isClassic(receiver.link) ? "keys-differ" : "links-differ" };
  const drop = trail.find((event) => event.type === "dropped" && onTheWay(event, from, to));
  if (drop?.type === "dropped") return { why: "cable", server: drop.server, state: drop.state };
  const refusal = trail.find((event) => event.type === "accepted" && event.error !== undefined);
  if (refusal?.type === "accepted") return { why: "refused", text: refusal.error ?? "" };
  if (!world.redisUp) return { why: "redis-down" };
  for (const server of foreign ? [to] : [from, to]) {
    const { state } = world.cables[server];
    if (state !== "up") return { why: "cable", server, state };
  }
  return undefined;
}

/** Why no server received it: the trace says so, or it may still happen. */
function untakenFor({ untaken, server, client, socket }: Message, now: PictureState): Reason {
  const isDown = now.servers[server].state !== "running";
  if (untaken === "server-down" || (untaken === undefined && isDown)) return { why: "server-down", server };
  const hasLeft = !now.clients.has(socket);
  if (untaken !== undefined || hasLeft) return { why: "sender-left", client, server };
  return { why: "not-taken", server };
}

/** Where it may still be: before Redis, or between Redis and the client's server. */
function openFor(message: Message, to: ServerName): Reason {
  const { server: from, trail, world, foreign } = message;
  const unknown: Reason = { why: "unknown", server: to };
  const isOwn = to === from && !foreign;
  if (isOwn && !(waitsForRedis(world.servers[from].link) && carries(message))) return unknown;
  if (!foreign && !trail.some(({ type }) => type === "published")) {
    return { why: "not-published", server: from };
  }
  if (trail.some((event) => event.type === "arrived" && event.server === to)) return unknown;
  // Redis' count says where it went: with the sender's own server alone, the other one isn't subscribed.
  const answer = trail.find((event) => event.type === "accepted");
  const isHandedOn = answer?.type !== "accepted" || answer.receivers === null || answer.receivers > 1;
  return isOwn || isHandedOn ? { why: "not-taken", server: to } : unknown;
}

function onTheWay(
  { server, towards }: { server: ServerName; towards: "redis" | "server" },
  from: ServerName,
  to: ServerName,
): boolean {
  return towards === "redis" ? server === from : server === to;
}
