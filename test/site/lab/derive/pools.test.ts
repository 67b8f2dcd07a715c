import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { type Pools, roomsOf } from "../../../../site/lab/derive/pools.ts";
import { connected, joined, link, running, trace, world } from "../build-trace.ts";

const pools = (observations: (Observation & { at?: number })[]): Pools =>
  derive(emptyDerived(), trace(observations)).pools;

const rooms = (pool: Pools["a"]) =>
  Object.fromEntries([...roomsOf(pool)].map(([room, members]) => [room, members.map(({ label }) => label)]));
const sids = (pool: Pools["a"]) =>
  Object.fromEntries([...pool.sids.values()].map(({ label, rooms: its }) => [label, its]));

const left = (client: string, server: "a" | "b", room: string): Observation => ({
  type: "left",
  server,
  socket: `${client}-id`,
  room,
});

/** A client as Socket.IO reports it: first its own room, then the connection. */
const comes = (client: string, server: "a" | "b"): Observation[] => [
  joined(client, server, `${client}-id`),
  connected(client, server),
];

describe("the pools", () => {
  test("have each socket in its own room, named after its id", () => {
    const { a } = pools([running("a"), ...comes("α", "a")]);
    expect(rooms(a)).toEqual({ "α-id": ["α"] });
    expect(sids(a)).toEqual({ α: ["α-id"] });
  });

  test("show one fact in two directions: rooms by name, and sockets by id", () => {
    const { b } = pools([
      running("b"),
      ...comes("β", "b"),
      ...comes("γ", "b"),
      joined("β", "b", "tea"),
      joined("γ", "b", "tea"),
      joined("γ", "b", "milk"),
    ]);
    expect(rooms(b)).toEqual({ "β-id": ["β"], "γ-id": ["γ"], tea: ["β", "γ"], milk: ["γ"] });
    expect(sids(b)).toEqual({ β: ["β-id", "tea"], γ: ["γ-id", "tea", "milk"] });
  });

  test("never list the other server's clients, not even with an adapter", () => {
    const { a, b } = pools([
      ...world("none", "none"),
      link("a", "adapter"),
      link("b", "adapter"),
      joined("β", "b", "tea"),
    ]);
    expect(Object.keys(sids(a))).toEqual(["α"]);
    expect(Object.keys(sids(b))).toEqual(["β"]);
    expect(rooms(a)).not.toHaveProperty("tea");
  });

  test("lose a room with its last socket, and a socket that disconnects", () => {
    const before = [running("a"), ...comes("α", "a"), joined("α", "a", "tea")];
    expect(rooms(pools([...before, left("α", "a", "tea")]).a)).toEqual({ "α-id": ["α"] });
    const gone = pools([
      ...before,
      left("α", "a", "tea"),
      left("α", "a", "α-id"),
      { type: "disconnected", server: "a", socket: "α-id", client: "α", reason: "transport close" },
    ]);
    expect(rooms(gone.a)).toEqual({});
    expect(gone.a.last).toMatchObject({ what: "disconnected", label: "α" });
  });

  test("are empty when the process has ended", () => {
    const { a } = pools([
      running("a"),
      ...comes("α", "a"),
      { type: "server", server: "a", state: "crashed", pid: null },
    ]);
    expect(a.state).toBe("crashed");
    expect(rooms(a)).toEqual({});
    expect(a.last).toMatchObject({ what: "emptied" });
  });

  test("say what changed last in each", () => {
    const { a, b } = pools([...world("none", "none"), joined("β", "b", "tea")]);
    expect(a.last).toMatchObject({ what: "connected", label: "α" });
    expect(b.last).toMatchObject({ what: "joined", label: "β", room: "tea" });
  });

  test("stay as they are, the same object, whatever else happens", () => {
    const before = derive(emptyDerived(), trace([...world("none", "none")]));
    const event = { seq: 99, at: 99, type: "log", server: "a", stream: "out", text: "x" } as const;
    expect(derive(before, [event]).pools).toBe(before.pools);
  });
});
