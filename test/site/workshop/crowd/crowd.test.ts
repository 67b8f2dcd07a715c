// The room as a crowd: from the shared lab's trace to which marks are lit, and from how many people there are to where they stand.
import { describe, expect, test } from "vitest";
import type { LinkName, Observation, ServerName } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { type Crowd, crowdOf, initial } from "../../../../site/workshop/crowd/crowd.ts";
import { cable, layoutCrowd } from "../../../../site/workshop/crowd/crowd-layout.ts";
import {
  accepted,
  arrived,
  connected,
  delivered,
  link,
  published,
  received,
  running,
  trace,
} from "../../lab/build-trace.ts";

const each = 30;
const names = (server: ServerName) => Array.from({ length: each }, (_, index) => `${server}${index}`);
const later = 10_000;

/** Sixty phones, half on each server, with these links. */
const room = (a: LinkName, b: LinkName): Observation[] => [
  running("a"),
  running("b"),
  link("a", a),
  link("b", b),
  ...names("a").map((name) => connected(name, "a")),
  ...names("b").map((name) => connected(name, "b")),
];
const onA = [received("a0", "a"), delivered("a", names("a"))];
const across = [published("a"), accepted("a", 2), arrived("a", true), arrived("b", false)];

function crowd(observations: Observation[], now = later): Crowd {
  return crowdOf(derive(emptyDerived(), trace(observations)), now);
}
const counts = ({ sides }: Crowd) => sides.map(({ heard, missed, of }) => ({ heard, missed, of }));

describe("a crowd of sixty phones", () => {
  test("without adapters hears on one server, and every phone on the other is marked as having missed it", () => {
    const seen = crowd([...room("none", "none"), ...onA]);
    expect(counts(seen)).toEqual([
      { heard: 30, missed: 0, of: 30 },
      { heard: 0, missed: 30, of: 30 },
    ]);
    expect(seen.published).toBe(false);
    expect(seen.sides[0].people.filter(({ isSender }) => isSender).map(({ label }) => label)).toEqual(["a0"]);
    expect(seen.isSettled).toBe(true);
  });

  test("with both adapters hears on both", () => {
    const seen = crowd([...room("adapter", "adapter"), ...onA, ...across, delivered("b", names("b"))]);
    expect(counts(seen)).toEqual([
      { heard: 30, missed: 0, of: 30 },
      { heard: 30, missed: 0, of: 30 },
    ]);
    expect(seen).toMatchObject({ published: true, arrived: ["b"] });
    expect(seen.sides[1].ms).toBeGreaterThan(0);
  });

  test("is waiting, not silent, before the time of a message is over", () => {
    const observations = [...room("none", "none"), ...onA];
    const seen = crowd(observations, observations.length);
    expect(counts(seen)[1]).toEqual({ heard: 0, missed: 0, of: 30 });
    expect(seen.sides[1].people.every(({ got }) => got === "waiting")).toBe(true);
    expect(seen.isSettled).toBe(false);
  });

  test("doesn't blame late arrivals for missing a message, and forgets people who left", () => {
    const seen = crowd([
      ...room("none", "none"),
      ...onA,
      connected("late", "b"),
      { type: "disconnected", server: "b", socket: "b0-id", client: "b0", reason: "transport close" },
    ]);
    const [, b] = seen.sides;
    expect(b.people.find(({ label }) => label === "late")?.got).toBe("idle");
    expect(b.people.map(({ label }) => label)).not.toContain("b0");
    expect(b).toMatchObject({ missed: 29, of: 29 });
  });

  test("is idle before anything was sent", () => {
    const seen = crowd(room("none", "none"));
    expect(seen.message).toBeUndefined();
    expect(seen.sides.flatMap(({ people }) => people).every(({ got }) => got === "idle")).toBe(true);
  });

  test("only shows the latest message", () => {
    const seen = crowd([
      ...room("none", "none"),
      ...onA,
      received("b0", "b", "m2"),
      delivered("b", names("b"), "m2"),
    ]);
    expect(seen.message?.id).toBe("m2");
    expect(counts(seen).map(({ heard }) => heard)).toEqual([0, 30]);
  });
});

describe("a mark", () => {
  test.each([
    ["ada", "A"],
    ["👩‍🚀 Mae", "👩‍🚀"],
    ["سارة", "س"],
    ["<b>x</b>", "<"],
    ["", ""],
  ])("of %j begins with %j", (name, first) => {
    expect(initial(name)).toBe(first);
  });
});

describe("the hall", () => {
  test.each([
    [1440, 700, 30],
    [1900, 900, 30],
    [1000, 560, 100],
    [340, 420, 30],
    [700, 400, 1],
  ])(
    "of %i × %i has room for %i people on each side, apart from each other and inside",
    (width, height, count) => {
      const { rings, servers, serverSize } = layoutCrowd(width, height, [count, count]);
      for (const [side, { points, radius }] of rings.entries()) {
        expect(points.length).toBe(count);
        for (const [index, { x, y }] of points.entries()) {
          expect(x).toBeGreaterThan((side * width) / 2);
          expect(x).toBeLessThan(((side + 1) * width) / 2);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(height);
          const center = servers[side as 0 | 1];
          expect(Math.hypot(x - center.x, y - center.y)).toBeGreaterThan(serverSize + radius);
          for (const other of points.slice(index + 1)) {
            expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan(radius * 2);
          }
        }
      }
    },
  );

  test("connects each server to Redis with its own cable", () => {
    const room = layoutCrowd(1000, 600, [3, 3]);
    expect(cable(room, 0)).not.toBe(cable(room, 1));
    expect(cable(room, 0)).toMatch(/^M[\d. -]+C[\d. -]+$/);
  });
});
