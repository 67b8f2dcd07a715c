// The roster as an instructor sees it: pure functions of what the gateway sends.
import { describe, expect, test } from "vitest";
import type { Learner, SignalKind } from "../../../servers/protocol-workshop.ts";
import {
  mergeRoster,
  mostPredicted,
  sortByNeed,
  stuckMs,
  votesOn,
  waitedMs,
} from "../../../site/workshop/roster-view.ts";

const minute = 60_000;
const learner = (id: string, more: Partial<Learner> = {}): Learner => ({
  id,
  name: id,
  online: true,
  at: null,
  met: [],
  predictions: {},
  signal: null,
  votes: {},
  happened: {},
  progressedAt: 0,
  joinedAt: 0,
  lab: null,
  allowsHelp: false,
  follows: true,
  pair: null,
  ...more,
});
const whole = (...learners: Learner[]) => mergeRoster(new Map(), { now: 0, learners, isWhole: true });

describe("the roster", () => {
  test("merges changes of some learners, and starts over with all of them", () => {
    const both = whole(learner("ada"), learner("bob"));
    const changed = mergeRoster(both, {
      now: 1,
      learners: [learner("bob", { online: false })],
      isWhole: false,
    });
    expect([...changed.values()].map(({ id, online }) => [id, online])).toEqual([
      ["ada", true],
      ["bob", false],
    ]);
    const complete = mergeRoster(changed, { now: 2, learners: [learner("eve")], isWhole: true });
    expect([...complete.keys()]).toEqual(["eve"]);
  });

  test("puts learners who are stuck for longest first, and offline ones last", () => {
    const now = 30 * minute;
    const learners = whole(
      learner("fresh", { progressedAt: 29 * minute }),
      learner("gone", { online: false }),
      learner("stuck", { progressedAt: 10 * minute }),
      learner("late", { joinedAt: 25 * minute }),
    );
    expect(sortByNeed(learners, now).map(({ id }) => id)).toEqual(["stuck", "late", "fresh", "gone"]);
  });

  test("puts those who wait for the instructor above the others, the longest wait first, and those who are done below", () => {
    const now = 30 * minute;
    const signal = (kind: SignalKind, since: number) => ({ id: "1", kind, text: "", at: null, since });
    const learners = whole(
      learner("working", { progressedAt: 2 * minute }),
      learner("asked", { signal: signal("question", 25 * minute) }),
      learner("done", { signal: signal("done", 5 * minute) }),
      learner("stuck", { progressedAt: 24 * minute, signal: signal("stuck", 20 * minute) }),
      learner("gone", { online: false, signal: signal("stuck", minute) }),
    );
    const order = ["stuck", "asked", "working", "done", "gone"];
    expect(sortByNeed(learners, now).map(({ id }) => id)).toEqual(order);
    expect(order.map((id) => waitedMs(learners.get(id) ?? learner(""), now))).toEqual([
      10 * minute,
      5 * minute,
      undefined,
      undefined,
      29 * minute,
    ]);
  });

  test("keeps learners with the same name apart and in a stable order", () => {
    const learners = whole(learner("2", { name: "Ada" }), learner("1", { name: "Ada" }));
    expect(sortByNeed(learners, 0).map(({ id }) => id)).toEqual(["1", "2"]);
  });

  test("counts being stuck from the join if nothing was done yet, and never below zero", () => {
    expect(stuckMs(learner("ada", { joinedAt: 5 * minute }), 7 * minute)).toBe(2 * minute);
    expect(stuckMs(learner("ada", { progressedAt: 8 * minute }), 7 * minute)).toBe(0);
  });
});

describe("predictions", () => {
  const step = "03-two-servers#broadcast";
  const learners = whole(
    learner("ada", { predictions: { [step]: ["α", "β"] } }),
    learner("bob", { predictions: { [step]: ["α"], "01-one-server#broadcast": [] } }),
    learner("eve", { predictions: { [step]: [] } }),
    learner("joe"),
  );

  test("are counted by whole answer, with “nobody” separate from not having predicted", () => {
    expect(votesOn(learners.values(), step)).toEqual({
      experiment: step,
      first: {
        answers: [
          { answer: ["α", "β"], count: 1 },
          { answer: ["α"], count: 1 },
          { answer: [], count: 1 },
        ],
        others: 0,
        of: 3,
      },
      second: null,
      right: null,
    });
  });

  test("made by most of the room are the ones to show", () => {
    expect(mostPredicted(learners.values())).toBe(step);
    expect(mostPredicted([])).toBeUndefined();
  });
});
