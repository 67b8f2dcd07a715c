// The puzzle: while a fault is searched for, what panels can read is the same for any two faults that look the same from outside.
import { expect, test } from "vitest";
import type { Observation, ServerName, TraceEvent } from "../../../../servers/protocol.ts";
import { createConcealer } from "../../../../site/lab/derive/conceal.ts";
import { actsOf } from "../../../../site/lab/derive/handled-lines.ts";
import { matrix } from "../../../../site/lab/derive/matrix.ts";
import { type Derived, derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { story } from "../../../../site/lab/derive/story.ts";
import { wire } from "../../../../site/lab/derive/wire.ts";
import { type FaultName, faultNames } from "../../../../site/lab/fault/puzzle-faults.ts";
import { logLines } from "../../../../site/lab/narrate/log-text.ts";
import { messageCaption } from "../../../../site/lab/narrate/message-caption.ts";
import { waitsOf } from "../../../../site/lab/stage/waits.ts";
import fc from "../../../random.ts";
import { labWords } from "../../../words.ts";
import { crossing, joined, link, local, sent, world } from "../build-trace.ts";
import { untaken } from "./derived.ts";

/** The puzzle's faults, and what a learner can break while searching. */
const names = [...faultNames, "not-sticky", "server-down"] as const;

interface Fault {
  name: FaultName | (typeof names)[number];
  server: ServerName;
}

/** What the trace says while the lab is brought into this state. */
function breaking({ name, server }: Fault): Observation[] {
  const client = server === "a" ? "α" : "β";
  const printed = (text: string): Observation => ({ type: "log", server, stream: "out", text });
  const command: Observation = {
    type: "command",
    server,
    text: "UNSUBSCRIBE",
    name: "UNSUBSCRIBE",
    reply: "OK",
  };
  const cable = (state: "blackhole" | "close" | "up", delayMs = 0): Observation => ({
    type: "cable",
    server,
    state,
    delayMs,
  });
  switch (name) {
    case "no-adapter":
      return [command, link(server, "none"), printed("link: none")];
    case "different-adapters":
      return [command, link("b", "sharded"), printed("link: sharded")];
    case "different-keys":
      return [command, link(server, "adapter-other-key"), printed("link: adapter-other-key")];
    case "blackhole":
      return [cable("blackhole")];
    case "slow":
      return [cable("up", 600)];
    case "comes-and-goes":
      return [cable("close"), cable("up"), cable("close")];
    case "closed":
      return [cable("close"), printed("Redis is gone")];
    case "not-sticky":
      return [{ type: "balancer", sticky: false }];
    case "server-down":
      return [
        { type: "server", server, state: "stopped", pid: null },
        { type: "disconnected", server, socket: `${client}-id`, client, reason: "transport close" },
      ];
    case "wrong-room":
      return [{ type: "left", server, socket: `${client}-id`, room: "tea" }, joined(client, server, "Tea")];
  }
}

/** What the trace says again later: a client that reconnects joins its room again, a server that restarts has its link. */
const again = (fault: Fault) =>
  breaking(fault).filter(({ type }) => type !== "log" && type !== "command" && type !== "disconnected");

const changesClients = ({ name }: Fault) => name === "server-down" || name === "wrong-room";

/** What anybody can see happen to messages; and where a cable loses one, which differs from fault to fault. */
type Seen = { crosses: boolean; parts: number; isTaken: boolean }[];

const span = { after: 20, until: 40 };

function traceOf(fault: Fault, seen: Seen): TraceEvent[] {
  const numbered = (observations: readonly Observation[], first: number) =>
    observations.map((one, index) => ({ ...one, seq: first + index, at: first + index }));
  const sticky: Observation = { type: "balancer", sticky: true };
  const start = [sticky, ...world("adapter", "adapter"), joined("α", "a", "tea"), joined("β", "b", "tea")];
  const lost = (message: string): Observation => ({
    type: "dropped",
    message,
    server: fault.server,
    towards: seen.length % 2 ? "redis" : "server",
    state: fault.name === "closed" ? "close" : "blackhole",
  });
  const messages = seen.flatMap(({ crosses, parts, isTaken }, index) => {
    const id = `m${index + 1}`;
    const first = 100 * (index + 1);
    const down = { ...untaken(fault.name === "server-down" ? "server-down" : "disconnected"), message: id };
    const visible = isTaken ? (crosses ? crossing(id) : local(id)).slice(0, parts) : [sent("α", "a", id)];
    const hidden = isTaken ? lost(id) : (down as Observation);
    return [
      ...numbered(visible, first),
      ...(fault.name === "blackhole" || fault.name === "closed" || !isTaken
        ? numbered([hidden], first + 50)
        : []),
    ];
  });
  return [
    ...numbered(start, 1),
    ...numbered(breaking(fault), span.after + 1),
    ...numbered(again(fault), span.until + 1),
    ...messages,
  ];
}

/** The same without who is connected and in which room, which anybody can ask for. */
function withoutClients(derived: Derived) {
  const none = { clients: null };
  const pools = (["a", "b"] as const).map((name) => ({ ...derived.pools[name], sids: null, last: null }));
  const messages = [...derived.messages.values()].map((one) => ({
    ...one,
    world: { ...one.world, ...none },
  }));
  const notable = derived.notable.filter(({ type }) => type !== "disconnected");
  const { seq: _seq, at: _at, ...facts } = derived;
  return { ...facts, picture: { ...derived.picture, ...none }, pools, messages, notable };
}

/** What panels make of it. */
function shown(derived: Derived) {
  const now = 1e6;
  const stories = [...derived.messages.values()].map((message) => story(message, derived.picture, now));
  return (["en", "zh-cn"] as const).map((locale) => ({
    matrix: matrix(derived.messages.values(), derived.picture, now),
    wire: wire(derived.wireEvents, now),
    log: logLines(derived, now, true, labWords[locale]),
    captions: stories.map((one) => messageCaption(one, one.steps + 1, true, labWords[locale])),
    lines: stories.map(actsOf),
    waits: stories.map(waitsOf),
  }));
}

const concealed = (fault: Fault, seen: Seen) =>
  createConcealer(span)(derive(emptyDerived(), traceOf(fault, seen)));

const faults = fc.record({
  name: fc.constantFrom(...names),
  server: fc.constantFrom<ServerName>("a", "b"),
});
const whatIsSeen: fc.Arbitrary<Seen> = fc.array(
  fc.record({ crosses: fc.boolean(), parts: fc.integer({ min: 1, max: 10 }), isTaken: fc.boolean() }),
  { maxLength: 5 },
);

test("what panels can read doesn't depend on the fault, but on what can be observed", () => {
  fc.assert(
    fc.property(faults, faults, whatIsSeen, (one, other, seen) => {
      const [first, second] = [concealed(one, seen), concealed(other, seen)];
      expect(withoutClients(first)).toEqual(withoutClients(second));
      if (changesClients(one) || changesClients(other)) return;
      expect(shown(first)).toEqual(shown(second));
    }),
    { numRuns: 300 },
  );
});

test("a silence is shown, without its reason", () => {
  const derived = concealed({ name: "no-adapter", server: "a" }, [
    { crosses: false, parts: 10, isTaken: true },
  ]);
  expect(matrix(derived.messages.values(), derived.picture, 1e6).rows[0]?.cells.get("β")).toEqual({
    kind: "missing",
    reason: { why: "hidden" },
  });
});

test("what was known before the lab was broken is shown, and what is observed once it is broken", () => {
  const ready = { type: "log", server: "a", stream: "out", text: "ready", at: 1 } as const;
  const events: TraceEvent[] = [1, 30, 50].map((seq) => ({ ...ready, seq }));
  const derived = createConcealer(span)(derive(emptyDerived(), events));
  expect(derived.logs.map(({ seq }) => seq)).toEqual([1, 50]);
});

test("a publication that isn't known to have reached Redis isn't drawn as one that did", () => {
  const publishedOnly = concealed({ name: "blackhole", server: "a" }, [
    { crosses: true, parts: 3, isTaken: true },
  ]);
  expect(shown(publishedOnly)[0]?.wire).toMatchObject([{ is: "publication", answer: { is: "none-yet" } }]);
  const hops = [...publishedOnly.messages.values()].flatMap(
    (message) => story(message, publishedOnly.picture, 1e6).hops,
  );
  expect(hops.map(({ kind }) => kind)).toEqual(["event"]);
});

test("the same message is concealed once", () => {
  const conceal = createConcealer(span);
  const derived = derive(
    emptyDerived(),
    traceOf({ name: "closed", server: "b" }, [{ crosses: true, parts: 5, isTaken: true }]),
  );
  expect(conceal(derived).messages.get("m1")).toBe(conceal(derived).messages.get("m1"));
});
