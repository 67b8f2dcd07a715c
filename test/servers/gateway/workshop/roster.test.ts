// The roster: people come, go and come back, and it only needs what their browsers report about themselves.
import { describe, expect, test } from "vitest";
import { goalCounts, turnoutOf, votesOn } from "../../../../servers/gateway/workshop/counts.ts";
import { createRoster, type Roster, toLearner } from "../../../../servers/gateway/workshop/roster.ts";
import type { ExperimentProgress, Learner, Progress } from "../../../../servers/protocol-workshop.ts";

const noon = Date.UTC(2026, 4, 20, 12);
const minute = 60_000;

function come(roster: Roster, key: string, name = key, now = noon): string {
  return roster.join(key, name, now).id;
}

function seen(roster: Roster): Learner[] {
  return roster.members().map((member) => toLearner(member));
}

const done = (passed: boolean, predicted: string[] | null, agoMs = 0): ExperimentProgress => ({
  passed,
  predicted,
  agoMs,
});
const progress = (all: Record<string, ExperimentProgress>, at: Progress["at"] = null): Progress => ({
  at,
  done: all,
});

describe("a learner", () => {
  test("is on the roster once, with as many pages as are open", () => {
    const roster = createRoster();
    const id = come(roster, "key-1", "Ana");
    expect(come(roster, "key-1", "Ana")).toBe(id);
    expect(id).not.toContain("key-1");
    roster.leave(id, noon);
    expect(seen(roster)).toMatchObject([{ id, name: "Ana", online: true }]);
    roster.leave(id, noon);
    expect(seen(roster)).toMatchObject([{ id, name: "Ana", online: false }]);
  });

  test("comes back with the same name, number, progress and lab", () => {
    const roster = createRoster();
    come(roster, "first", "Ana");
    const id = come(roster, "second", "Ana");
    roster.progress(id, progress({ "03#x": done(true, ["β"]) }), noon);
    roster.set(id, { lab: "lab-7" });
    roster.leave(id, noon);
    const before = seen(roster)[1];
    come(roster, "second", "Ana", noon + 30 * minute);

    expect(before).toMatchObject({ name: "Ana 2", met: ["03#x"], lab: "lab-7", online: false });
    expect(seen(roster)[1]).toEqual({ ...before, online: true });
  });

  test("that is away allows no help and follows nobody, until the page says so again", () => {
    const roster = createRoster();
    const id = come(roster, "key", "Ana");
    roster.set(id, { allowsHelp: true, follows: true });
    roster.leave(id, noon);
    come(roster, "key", "Ana");
    expect(seen(roster)).toMatchObject([{ online: true, allowsHelp: false, follows: false }]);
  });

  test("that was removed is gone, and new after joining again", () => {
    const roster = createRoster();
    const id = come(roster, "key", "Ana");
    roster.progress(id, progress({ "03#x": done(true, null) }), noon);
    expect(roster.remove(id)).toBe(true);
    expect(roster.remove(id)).toBe(false);
    roster.leave(id, noon); // the connection ends after the removal
    expect(seen(roster)).toEqual([]);
    come(roster, "key", "Ana");
    expect(seen(roster)).toMatchObject([{ id, met: [] }]);
  });

  test("keeps a place after leaving, so that the record has everyone who came; one too many is refused", () => {
    const roster = createRoster({ maxMembers: 2 });
    const [early, late] = [come(roster, "early"), come(roster, "late")];
    roster.leave(late, noon);
    roster.leave(early, noon + 1);
    expect(() => roster.join("third", "third", noon)).toThrow(/room is full/);
    expect(seen(roster).map(({ name }) => name)).toEqual(["early", "late"]);
    come(roster, "early");
    roster.remove(late);
    come(roster, "third");
    expect(seen(roster).map(({ name }) => name)).toEqual(["early", "third"]);
  });

  test("is refused when too many have joined from the same address, present or gone; others can still join", () => {
    const roster = createRoster({ maxMembers: 4, perAddress: 2 });
    const joinFrom = (key: string, address: string) => roster.join(key, key, noon, address);
    const first = joinFrom("1", "10.0.0.1");
    joinFrom("2", "10.0.0.1");
    roster.leave(first.id, noon);
    expect(() => joinFrom("3", "10.0.0.1")).toThrow(/^2 people have joined from your address.*--per-address/);
    expect(joinFrom("1", "10.0.0.1")).toBe(first);
    expect(joinFrom("4", "10.0.0.2").name).toBe("4");
    expect(joinFrom("5", "127.0.0.1").name).toBe("5");
    expect(() => joinFrom("6", "127.0.0.1")).toThrow(/room is full/);
  });
});

describe("progress", () => {
  test("is on the gateway's clock, whatever the browser's says", () => {
    const roster = createRoster();
    const id = come(roster, "key", "Ana");
    roster.progress(
      id,
      progress({ "03#x": done(true, null, 5 * minute), "04#y": done(false, [], 2 * minute) }),
      noon,
    );
    const [ana] = seen(roster);
    expect(ana).toMatchObject({ met: ["03#x"], predictions: { "04#y": [] }, joinedAt: noon });
    expect(ana?.progressedAt).toBe(noon - 2 * minute);
    come(roster, "other", "Bo", noon + minute);
    expect(seen(roster)[1]).toMatchObject({ progressedAt: noon + minute, met: [] });
  });

  test.each([
    ["in the future", -3 * 3600_000, noon],
    ["years ago", 1e15, noon - 7 * 24 * 60 * minute],
  ])("from %s, by a clock that was changed in the meantime, is limited", (_when, agoMs, at) => {
    const roster = createRoster();
    const id = come(roster, "key", "Ana", noon - 30 * 24 * 60 * minute);
    roster.progress(id, progress({ "03#x": done(true, null, agoMs) }), noon);
    expect(seen(roster)).toMatchObject([{ progressedAt: at }]);
  });

  test("keeps its time when it's reported again, and gets a new one when it changes", () => {
    const roster = createRoster();
    const id = come(roster, "key", "Ana", noon - 60 * minute);
    roster.progress(id, progress({ "03#x": done(false, ["β"], 5 * minute) }), noon);
    roster.progress(id, progress({ "03#x": done(false, ["β"], 9 * minute) }), noon + 2 * minute);
    expect(seen(roster)).toMatchObject([{ progressedAt: noon - 5 * minute }]);
    roster.progress(id, progress({ "03#x": done(true, ["β"], 0) }), noon + 3 * minute);
    expect(seen(roster)).toMatchObject([{ progressedAt: noon + 3 * minute, met: ["03#x"] }]);
  });

  test("is reported again to a restarted gateway, and rebuilds the roster", () => {
    const place = { lesson: "03-two-servers", experiment: "across" };
    const received = (agoMs: number) =>
      progress({ "03#x": done(true, ["β"], agoMs), "03#y": done(false, [], agoMs) }, place);
    const [before, after] = [createRoster(), createRoster()];
    for (const key of ["one", "two"]) {
      before.progress(come(before, key, "Ana", noon), received(0), noon);
    }
    for (const key of ["two", "one"]) {
      // Each browser sends the name it was given.
      const name = key === "one" ? "Ana" : "Ana 2";
      after.progress(come(after, key, name, noon + 10 * minute), received(11 * minute), noon + 11 * minute);
    }
    const known = (roster: Roster) =>
      seen(roster)
        .map(({ id, name, at, met, predictions }) => ({ id, name, at, met, predictions }))
        .toSorted((one, other) => one.name.localeCompare(other.name));
    expect(known(after)).toEqual(known(before));
    expect(known(after).map(({ name }) => name)).toEqual(["Ana", "Ana 2"]);
  });
});

describe("the room", () => {
  test("is counted by what was met, and by which clients were predicted", () => {
    const roster = createRoster();
    const tell = (key: string, predicted: string[] | null, passed: boolean) =>
      roster.progress(come(roster, key), progress({ "03#x": done(passed, predicted) }), noon);
    tell("ana", ["α", "β"], true);
    tell("bo", ["α"], true);
    tell("cy", [], false);
    tell("di", null, true);
    come(roster, "eve");

    expect(goalCounts(roster.members())).toEqual({ "03#x": 3 });
    expect(votesOn("03#x", roster.members()).first).toEqual({
      answers: [
        { answer: ["α", "β"], count: 1 },
        { answer: ["α"], count: 1 },
        { answer: [], count: 1 },
      ],
      others: 0,
      of: 3,
    });
    expect(votesOn("04#y", roster.members()).first).toEqual({ answers: [], others: 0, of: 0 });
  });

  test("say how many of those who are here have answered the open question, in each vote", () => {
    const roster = createRoster();
    const [ana, bo] = [come(roster, "ana"), come(roster, "bo")];
    const eve = come(roster, "eve");
    come(roster, "joe");
    roster.progress(ana, progress({ "03#x": done(false, ["β"]) }), noon);
    const votes = { first: ["α"], second: ["β"] };
    roster.progress(bo, progress({ "03#x": { ...done(false, ["β"]), votes } }), noon);
    roster.progress(eve, progress({ "03#x": done(false, []) }), noon);
    roster.leave(eve, noon);
    expect(turnoutOf("03#x", 1, roster.members())).toMatchObject({ answered: 2, of: 3 });
    expect(turnoutOf("03#x", 2, roster.members())).toMatchObject({ answered: 1, of: 3 });
  });

  test("doesn't grow beyond 200 experiments, however many somebody makes up", () => {
    const roster = createRoster();
    for (let one = 0; one < 5; one += 1) {
      const made = Array.from({ length: 100 }, (_, index) => [`made-up-${one}#${index}`, done(true, null)]);
      roster.progress(come(roster, `eve ${one}`), progress(Object.fromEntries(made)), noon);
    }
    for (const key of ["ana", "bo"])
      roster.progress(come(roster, key), progress({ "03#x": done(true, null) }), noon);
    const counts = goalCounts(roster.members());
    expect(Object.keys(counts)).toHaveLength(200);
    expect(counts).toHaveProperty("03#x", 2);
  });
});
