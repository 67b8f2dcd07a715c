// The story of a message: its hops, its marks, and what is waited for.
import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import type { Message } from "../../../../site/lab/derive/messages.ts";
import { settleMs } from "../../../../site/lab/derive/silence-deadlines.ts";
import { story } from "../../../../site/lab/derive/story.ts";
import { messageCaption } from "../../../../site/lab/narrate/message-caption.ts";
import { labWords } from "../../../words.ts";
import {
  arrived,
  crossing,
  delivered,
  heard,
  local,
  published,
  received,
  sent,
  world,
} from "../build-trace.ts";
import { derivedFrom } from "./derived.ts";

describe("the story of a message", () => {
  const storyOf = (observations: Observation[]) => {
    const derived = derivedFrom(observations);
    const message = derived.messages.get("m1");
    if (!message) throw new Error("no message");
    return story(message, derived.picture, derived.at + 60_000);
  };
  const brief = (observations: Observation[]) =>
    storyOf(observations).hops.map(({ step, kind, from, to }) => {
      const name = (place: typeof from) =>
        place.at === "redis" ? "redis" : place.at === "server" ? place.server : place.label;
      return `${step} ${kind} ${name(from)}→${name(to)}`;
    });

  test("that crosses goes through Redis to both servers and on to both clients", () => {
    expect(brief([...world("adapter", "adapter"), ...crossing()])).toEqual([
      "0 event α→a",
      "1 publish a→redis",
      "1 event a→α",
      "2 channel redis→a",
      "2 channel redis→b",
      "3 event b→β",
    ]);
  });

  test("without an adapter ends at the sender's server, with a mark at the other", () => {
    const { hops, marks, steps } = storyOf([...world("none", "none"), ...local()]);
    expect(hops).toHaveLength(2);
    expect(marks).toMatchObject([{ label: "β", server: "b", step: 1 }]);
    expect(steps).toBe(2);
  });

  test("drops a packet on a cable that loses it", () => {
    const { hops, marks } = storyOf([
      ...world("adapter", "adapter"),
      ...local(),
      published("a"),
      { type: "dropped", message: "m1", server: "b", towards: "server", state: "blackhole" },
    ]);
    expect(hops.find(({ lost }) => lost)).toMatchObject({ to: { server: "b" }, lost: "blackhole" });
    expect(marks).toMatchObject([{ label: "β", step: 3 }]);
  });
});

describe("a wait", () => {
  const storyAt = (observations: (Observation & { at?: number })[], at: number) => {
    const derived = derivedFrom(observations);
    return story(derived.messages.get("m1") as Message, derived.picture, at);
  };
  const caption = (one: ReturnType<typeof storyAt>) => messageCaption(one, 9, true, labWords.en);

  test("names a server that hasn't received a message, which hasn't arrived in the picture either", () => {
    const waiting = storyAt([...world("adapter", "adapter"), sent("α", "a")], settleMs + 100);
    expect(waiting.hops).toMatchObject([{ id: "sent", isUnderWay: true, ms: null }]);
    expect(waiting.waitsOn).toEqual([{ why: "not-taken", server: "a" }]);
    expect(caption(waiting)).toBe("α said “hi”. Server A hasn’t received it yet.");
  });

  test("says that the server has no handler for an event", () => {
    const order = { event: "order", text: '{"id":1}' };
    const one = storyAt(
      [
        ...world("adapter", "adapter"),
        { ...sent("α", "a"), ...order } as Observation,
        { ...received("α", "a"), ...order, unhandled: true } as Observation,
      ],
      60_000,
    );
    expect(caption(one)).toBe(
      `${labWords.en.stage.emitted("α", "order", '{"id":1}')} ${labWords.en.stage.unhandled("a", "order")}`,
    );
  });

  test("says only that of clients which therefore hear nothing", () => {
    const one = storyAt(
      [
        ...world("adapter", "adapter"),
        sent("α", "a"),
        { ...received("α", "a"), unhandled: true } as Observation,
      ],
      60_000,
    );
    expect(caption(one)).toBe("α said “hi”. α and β heard nothing: Server A has no handler for message.");
  });

  test("shows a wait in a server's memory at the hop to Redis", () => {
    const late: (Observation & { at?: number })[] = [
      ...world("adapter", "adapter"),
      ...local(),
      { ...published("a"), at: 730 },
      arrived("b", false),
      delivered("b", ["β"]),
      heard("β", "b"),
    ];
    const told = storyAt(late, 2_000);
    expect(told.hops.find(({ kind }) => kind === "publish")).toMatchObject({ waitedMs: 722 });
    expect(caption(told)).toContain("Server A held it for 722 ms before it could write it to Redis.");
  });
});
