// English for the measurement in lesson 12.

import type { LinkName } from "../../../../servers/protocol.ts";
import type { Load, Modelled } from "../model.ts";

export const words = {
  about:
    "This page measures in your own lab: how long a message takes on the same server and across servers, how that grows with the number of clients, and how many deliveries a server throws away. It needs JavaScript.",
  title: "What it costs, in this lab",
  plan: (messages: number, clients: number) =>
    `${messages} broadcasts one after another, then with up to ${clients} clients on each server, then to a room that B does not have. It takes about ten seconds.`,
  start: "Measure",
  again: "Measure again",
  preparing: "Setting up the lab …",
  parts: {
    latency: "One message after another …",
    "fan-out": "More and more clients …",
    thrown: "To a room that B does not have …",
  },
  failed: (why: string) => `The measurement stopped: ${why}`,
  latency: "From emit to the client, in ms",
  local: "same server",
  across: "across",
  median: "median",
  p95: "95 % within",
  of: (messages: number) => `${messages} messages, one client on each server`,
  fullStop: ".",
  lost: (count: number) => `${count} did not arrive within two seconds and are left out.`,
  fanOut: "Until the last client gets it, in ms, by clients on each server",
  clients: "clients on each server",
  chart: (local: string, across: string, clients: number) =>
    `With ${clients} clients on each server the last one gets it after ${local} ms on the same server and ${across} ms across.`,
  thrown: "To a room that only A has",
  adapter: "adapter",
  links: { adapter: "Redis", sharded: "sharded" } satisfies Partial<Record<LinkName, string>>,
  sent: "sent",
  came: "reached B for nothing",
  delivered: "delivered by B, once it has a member",
  locale: "en",
  calculator: {
    title: "With your numbers",
    parts: {
      servers: "servers",
      broadcastsPerSecond: "broadcasts a second, all servers together",
      rooms: "rooms",
      clientsPerRoom: "clients in each room",
      characters: "characters in a message",
    } satisfies Record<keyof Load, string>,
    held: (held: string, servers: string) =>
      `Each broadcast goes to one room. If clients are spread at random, ${held} of ${servers} servers have a client in it.`,
    into: (count: string) =>
      `${count} a second go into Redis, with every adapter. Bytes are sizes of payloads, as in the Wire panel.`,
    outOfRedis: "out of Redis, a second",
    perServer: "to each server, a second",
    unneeded: "of these, for no client of that server",
    subscriptions: "room subscriptions of a server",
    bytes: (count: string) => `${count} B a message`,
    links: { adapter: "Redis", sharded: "sharded", streams: "streams" } satisfies Record<Modelled, string>,
    curve: "Copies of one broadcast that leave Redis",
    curveLinks: { adapter: "Redis, streams", sharded: "sharded", streams: "streams" } satisfies Record<
      Modelled,
      string
    >,
    curveText: (all: string, some: string, servers: number) =>
      `With ${servers} servers, ${all} copies with the Redis adapter and streams, and ${some} with the sharded adapter.`,
    point: (link: string, count: number, copies: string) =>
      `Your lab, ${link}: ${copies} copies each, over ${count} ${count === 1 ? "broadcast" : "broadcasts"}.`,
    noPoint: "Send something with the same adapter on A and B: your lab’s point appears at two servers.",
  },
};

export type CostWords = typeof words;
