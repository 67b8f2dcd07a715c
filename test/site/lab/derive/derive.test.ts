import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import fc from "../../../random.ts";
import { crossing, delivered, joined, link, local, running, trace, world } from "../build-trace.ts";
import { derivedFrom } from "./derived.ts";

describe("the lab's state", () => {
  test("follows servers, links, cables, clients and rooms", () => {
    const { picture } = derivedFrom([
      ...world("none", "adapter"),
      joined("β", "b", "lobby"),
      { type: "cable", server: "b", state: "blackhole", delayMs: 50 },
      { type: "redis", up: false },
    ]);
    expect(picture.servers.a).toMatchObject({ state: "running", pid: 100, link: "none" });
    expect(picture.servers.b.link).toBe("adapter");
    expect(picture.cables.b).toEqual({ state: "blackhole", delayMs: 50 });
    expect(picture.redisUp).toBe(false);
    expect(picture.clients.get("β-id")).toMatchObject({ label: "β", server: "b", rooms: ["lobby"] });
  });

  test("leaves out each socket's own room", () => {
    const { picture } = derivedFrom([...world("none", "none"), joined("α", "a", "α-id")]);
    expect(picture.clients.get("α-id")?.rooms).toEqual([]);
  });

  test("forgets a server's clients when its process ends", () => {
    const { picture } = derivedFrom([
      ...world("none", "none"),
      { type: "server", server: "a", state: "crashed", pid: null },
    ]);
    expect([...picture.clients.values()].map(({ label }) => label)).toEqual(["β"]);
  });

  test("distinguishes two clients with one name, and uses the name again when it's free", () => {
    const twin: Observation = {
      type: "connected",
      server: "a",
      socket: "other",
      client: "α",
      transport: "polling",
      recovered: false,
    };
    const both = derivedFrom([...world("none", "none"), twin]);
    expect(both.picture.clients.get("other")?.label).toBe("α′");
    const later = derivedFrom([
      ...world("none", "none"),
      { type: "disconnected", server: "a", socket: "α-id", client: "α", reason: "transport close" },
      twin,
    ]);
    expect(later.picture.clients.get("other")?.label).toBe("α");
  });
});

describe("derivation", () => {
  const events = trace([
    ...world("adapter", "none"),
    ...crossing("m1"),
    link("b", "adapter"),
    ...crossing("m2"),
    ...local("m3"),
    delivered("b", ["β"], "m3"),
    running("b"),
  ]);

  test("is the same in whatever batches the trace arrives", () => {
    const whole = derive(emptyDerived(), events);
    fc.assert(
      fc.property(fc.array(fc.nat(events.length)), (cuts) => {
        const bounds = [...new Set([0, ...cuts, events.length])].sort((one, two) => one - two);
        let derived = emptyDerived();
        for (const [index, start] of bounds.entries()) {
          derived = derive(derived, events.slice(start, bounds[index + 1] ?? events.length));
        }
        expect(derived).toEqual(whole);
      }),
    );
  });

  test("skips events it has already processed", () => {
    const once = derive(emptyDerived(), events);
    expect(derive(once, events.slice(3))).toBe(once);
  });

  test("never changes what it has returned", () => {
    const early = derive(emptyDerived(), events.slice(0, 9));
    const copy = structuredClone(early);
    derive(early, events.slice(9));
    expect(early).toEqual(copy);
  });

  test("keeps a limited number of messages and counts them all", () => {
    const many = trace([
      ...world("none", "none"),
      ...Array.from({ length: 1_000 }, (_, index) => local(`m${index}`)).flat(),
    ]);
    const derived = derive(emptyDerived(), many);
    expect(derived.total).toBe(1_000);
    expect(derived.messages.size).toBe(200);
    expect([...derived.messages.keys()].at(-1)).toBe("m999");
  });
});
