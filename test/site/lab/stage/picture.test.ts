import { describe, expect, test } from "vitest";
import type { LinkName } from "../../../../servers/protocol.ts";
import { formatData } from "../../../../site/format-data.ts";
import { labCaption } from "../../../../site/lab/narrate/lab-caption.ts";
import { messageText } from "../../../../site/lab/narrate/message-text.ts";
import { pointAt } from "../../../../site/lab/stage/geometry/curves.ts";
import { layout } from "../../../../site/lab/stage/geometry/layout.ts";
import { curveBetween } from "../../../../site/lab/stage/geometry/packet-paths.ts";
import type { StageClient } from "../../../../site/lab/stage/stage-types.ts";
import fc from "../../../random.ts";
import { labWords } from "../../../words.ts";

const client = (key: string, server: "a" | "b"): StageClient => ({
  key,
  label: key,
  server,
  entrance: server,
  refusal: undefined,
  connected: true,
  transport: "websocket",
  rooms: [],
});
const clients = [client("α", "a"), client("β", "b")];

describe("the picture's layout", () => {
  test("keeps everything inside, from a phone to a projector", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 2000 }), fc.integer({ min: 0, max: 30 }), (width, many) => {
        const more = Array.from({ length: many }, (_, index) => client(`c${index}`, index % 2 ? "a" : "b"));
        const at = layout(width, ["a", "b", "redis"], [...clients, ...more]);
        for (const { x, y } of at.clients) {
          expect(x - at.radius).toBeGreaterThanOrEqual(0);
          expect(x + at.radius).toBeLessThanOrEqual(width);
          expect(y).toBeLessThan(at.height);
        }
        for (const { box } of at.servers) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
        }
        const hidden = at.servers.reduce((sum, server) => sum + server.hidden, 0);
        expect(at.clients.length + hidden).toBe(many + 2);
      }),
    );
  });

  test("shows eight clients, wherever they are, and none on another", () => {
    const entrance = fc.constantFrom("a" as const, "b" as const, "balanced" as const);
    const places = fc.array(fc.record({ entrance, isIn: fc.boolean() }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 2000 }), places, fc.boolean(), (width, all, canAdd) => {
        const there = all.map(({ entrance, isIn }, index): StageClient => {
          const server = entrance !== "balanced" ? entrance : isIn ? (index % 2 ? "b" : "a") : undefined;
          return { ...client(`c${index}`, "a"), server, entrance };
        });
        const at = layout(width, ["a", "b", "redis"], there, canAdd);
        expect(at.clients.map(({ key }) => key).toSorted()).toEqual(there.map(({ key }) => key).toSorted());
        expect(at.radius).toBeGreaterThanOrEqual(11);
        const stands = [...at.clients, ...at.extras].toSorted((one, two) => one.x - two.x);
        for (const [index, { x }] of stands.entries()) {
          expect(x - (stands[index - 1]?.x ?? -Infinity)).toBeGreaterThan(2 * at.radius);
          expect(x - at.radius).toBeGreaterThanOrEqual(0);
          expect(x + at.radius).toBeLessThanOrEqual(width);
        }
        for (const { server, foot } of at.clients) {
          const box = at.servers.find(({ name }) => name === server)?.box;
          if (!box) continue;
          expect(foot).toBeGreaterThan(box.x);
          expect(foot).toBeLessThan(box.x + box.width);
        }
      }),
    );
  });

  test.each([
    [2, 300, 22],
    [6, 420, 22],
    [8, 390, 17],
    [8, 1440, 22],
  ])("puts %i clients above their servers at %i px", (count, width, radius) => {
    const there = Array.from({ length: count }, (_, index) => client(`c${index}`, index % 2 ? "b" : "a"));
    const at = layout(width, ["a", "b", "redis"], there);
    expect(at.clients.map(({ foot }) => foot)).toEqual(at.clients.map(({ x }) => x));
    expect(at.radius).toBe(radius);
  });

  test("leads direct connections past the sides of the balancer", () => {
    const through: StageClient[] = ["γ", "δ"].map((key, index) => ({
      ...client(key, index ? "b" : "a"),
      entrance: "balanced",
    }));
    const order = (...who: StageClient[]) =>
      layout(560, ["a", "b", "redis"], who)
        .clients.toSorted((one, other) => one.x - other.x)
        .map(({ key }) => key)
        .join("");
    expect(order(...through, ...clients)).toBe("αγδβ");
    expect(order(...clients, ...through)).toBe("αγδβ");
  });

  test("leads a packet from edge to edge, past packets coming back", () => {
    const at = layout(560, ["a", "b", "redis"], clients);
    const client = { at: "client", socket: "α", label: "α", server: "a" } as const;
    const server = { at: "server", server: "a" } as const;
    const down = curveBetween(at, client, server);
    const up = curveBetween(at, server, client);
    if (!down || !up) throw new Error("no path");
    expect(pointAt(down, 0).y).toBeLessThan(pointAt(down, 1).y);
    expect(pointAt(up, 0).y).toBeGreaterThan(pointAt(up, 1).y);
    expect(pointAt(up, 0.5).x - pointAt(down, 0.5).x).toBeGreaterThan(10);
  });

  test("has no path to Redis if the lesson doesn't show Redis", () => {
    const at = layout(560, ["a", "b"], clients);
    expect(curveBetween(at, { at: "server", server: "a" }, { at: "redis" })).toBeUndefined();
  });
});

describe("the caption of a picture in which nothing has happened", () => {
  const words = labWords.en.stage;
  const on = [{ client: "α", server: "a" as const }];
  const says = (a: LinkName, b: LinkName) => labCaption(on, { a, b }, ["a", "b"], words);

  test("names a bridge, and mentions adapters only if there are any", () => {
    expect(says("none", "none")).toBe(words.apart(on));
    expect(says("bridge", "none")).toBe(words.linked(on, "a"));
    expect(says("bridge", "bridge-single")).toBe(words.bridged(on));
    expect(says("streams", "streams")).toBe(words.joined(on));
    expect(says("adapter", "sharded")).toBe(words.unlike(on));
    expect(says("adapter", "adapter-other-key")).toBe(words.keysDiffer(on));
    expect(says("adapter-other-key", "adapter-other-key")).toBe(words.joined(on));
  });
});

describe("what a message says", () => {
  test("is its data; to a room, what is sent to the room", () => {
    expect(messageText({ event: "message", text: '"hi"' })).toBe("“hi”");
    expect(messageText({ event: "room:message", text: '{"room":"tea","data":"hi"}' })).toBe("“hi”");
    expect(messageText({ event: "room:message", text: '{"room":"tea"}' })).toBe("null");
  });

  test("stays as it came if it was cut short", () => {
    const cut = '{"room":"tea","data":"aaaa';
    expect(messageText({ event: "room:message", text: cut })).toBe(cut);
  });
});

test("a message's data is shown as people write it, with nothing hidden", () => {
  expect(formatData('"hi"')).toBe("“hi”");
  expect(formatData('{"a":1}')).toBe('{"a":1}');
  expect(formatData('"a\\u001b[31m"')).toBe("“a␛[31m”");
  expect(formatData('"a", "b"')).toBe('"a", "b"');
  expect(formatData('"abcdefgh"', 6)).toBe("“abcd…");
});
