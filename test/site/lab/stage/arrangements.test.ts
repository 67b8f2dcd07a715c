// Whatever clients there are, and however wide the picture is: no line crosses what is written in it, and nothing written overlaps.
import { describe, expect, test } from "vitest";
import { connection } from "../../../../site/lab/stage/geometry/connections.ts";
import { pointAt } from "../../../../site/lab/stage/geometry/curves.ts";
import { type Density, type Layout, layout } from "../../../../site/lab/stage/geometry/layout.ts";
import { leastBalancer } from "../../../../site/lab/stage/geometry/past-balancer.ts";
import type { StageClient } from "../../../../site/lab/stage/stage-types.ts";
import fc from "../../../random.ts";

interface Box {
  what: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How many clients are on A and on B directly, through the balancer on A and on B, and not yet in. */
type Numbers = readonly [a: number, b: number, viaA: number, viaB: number, waiting: number];
const names = ["a", "b", "viaA", "viaB", "waiting"] as const;

function clientsOf(numbers: Numbers, rooms: readonly string[]): StageClient[] {
  return names.flatMap((name, index) =>
    Array.from({ length: numbers[index] ?? 0 }, (_, count): StageClient => {
      const server = name === "waiting" ? undefined : name.toLowerCase().endsWith("a") ? "a" : "b";
      const entrance = name === "a" || name === "b" ? name : "balanced";
      const key = `${name}${count}`;
      const connected = server !== undefined;
      return { key, label: key, server, entrance, connected, refusal: undefined, transport: "", rooms };
    }),
  );
}

/** All with at most eight clients. */
const arrangements: Numbers[] = [];
const upTo8 = Array.from({ length: 9 }, (_, count) => count);
for (const a of upTo8)
  for (const b of upTo8)
    for (const viaA of upTo8)
      for (const viaB of upTo8)
        for (const waiting of [0, 1, 2])
          if (a + b + viaA + viaB + waiting <= 8) arrangements.push([a, b, viaA, viaB, waiting]);

const around = (what: string, x: number, y: number, halfWidth: number, height: number): Box => {
  return { what, left: x - halfWidth, right: x + halfWidth, top: y, bottom: y + height };
};
const boxOf = (
  what: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): Box => {
  return { what, left: x, right: x + width, top: y, bottom: y + height };
};

/** What is written in the picture; its sizes are those of ClientMark.svelte. */
function labels(at: Layout): Box[] {
  const stands = [...at.clients, ...at.extras];
  const room = (x: number) =>
    Math.min(...stands.flatMap((other) => (other.x === x ? [] : [Math.abs(other.x - x)])), 300);
  const faces = at.clients.map(({ key, x, y }) =>
    around(`face ${key}`, x, y - at.radius, Math.max(at.radius, (room(x) - 6) / 2), 2 * at.radius),
  );
  const rooms = at.clients
    .filter((client) => client.connected && client.rooms.length > 0)
    .map(({ key, x, y }) =>
      around(`rooms ${key}`, x, y + at.radius + 3, Math.min(33, (room(x) - 4) / 2), 18),
    );
  const extras = at.extras.map(({ is, server, x, y }) =>
    around(`${is} ${server}`, x, y - at.radius, at.radius, 2 * at.radius),
  );
  const cards = at.servers.map(({ name, box }) => boxOf(`server ${name}`, box));
  return [...faces, ...rooms, ...extras, ...cards, ...(at.balancer ? [boxOf("balancer", at.balancer)] : [])];
}

function overlaps(at: Layout): string[] {
  const all = labels(at);
  return all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter(
        (two) =>
          one.left < two.right - 0.5 &&
          two.left < one.right - 0.5 &&
          one.top < two.bottom - 0.5 &&
          two.top < one.bottom - 0.5,
      )
      .map((two) => `${one.what} on ${two.what}`),
  );
}

/** Lines in front of what they have nothing to do with, past the balancer they go through, or to another place than their server. */
function wrongLines(at: Layout): string[] {
  const all = labels(at);
  const { balancer } = at;
  return at.clients.flatMap((client) => {
    const card = at.servers.find(({ name }) => name === client.server)?.box;
    if (!card) return [];
    const curve = connection(client, at.lines);
    const points = Array.from({ length: 30 }, (_, index) => pointAt(curve, index / 30));
    const isBalanced = client.entrance === "balanced";
    const crossed = all.filter(
      ({ what, left, right, top, bottom }) =>
        !(isBalanced && what === "balancer") &&
        points.some(({ x, y }) => x > left && x < right && y > top && y < bottom),
    );
    const isPast =
      isBalanced &&
      balancer &&
      points.some(
        ({ x, y }) =>
          y > balancer.y &&
          y < balancer.y + balancer.height &&
          (x < balancer.x || x > balancer.x + balancer.width),
      );
    return [
      ...crossed.map(({ what }) => `${client.key} crosses ${what}`),
      ...(isPast ? [`${client.key} misses the balancer`] : []),
      ...(client.foot < card.x || client.foot > card.x + card.width
        ? [`${client.key} misses its server`]
        : []),
    ];
  });
}

const problemsOf = (
  numbers: Numbers,
  width: number,
  density: Density,
  rooms: readonly string[],
  canAdd: boolean,
) => {
  const at = layout(width, ["a", "b", "redis"], clientsOf(numbers, rooms), canAdd, density);
  const narrow =
    at.balancer && at.balancer.width < leastBalancer - 0.5 ? [`balancer of ${at.balancer.width} px`] : [];
  return [...overlaps(at), ...wrongLines(at), ...narrow].map(
    (problem) => `${numbers} at ${width} px, ${density}, ${rooms.length} rooms, add ${canAdd}: ${problem}`,
  );
};

describe.each([300, 354, 560, 1127])("at %i px", (width) => {
  test.each(["roomy", "dense"] as const)(
    "no line crosses a label, and no two labels overlap: %s",
    (density) => {
      const found = arrangements.flatMap((numbers) =>
        [[], ["tea"]].flatMap((rooms) =>
          [false, true].flatMap((canAdd) => problemsOf(numbers, width, density, rooms, canAdd)),
        ),
      );
      expect(arrangements.length).toBeGreaterThan(1000);
      expect(found.slice(0, 10)).toEqual([]);
    },
  );
});

test("a crowd of other pages' clients is no different", () => {
  const some = fc.integer({ min: 0, max: 15 });
  const numbers = fc.tuple(some, some, some, some, fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: 300, max: 1600 }),
      fc.boolean(),
      fc.boolean(),
      (all, width, isDense, canAdd) => {
        fc.pre(all.some((count) => count > 0));
        expect(problemsOf(all, width, isDense ? "dense" : "roomy", ["tea"], canAdd)).toEqual([]);
      },
    ),
  );
});
