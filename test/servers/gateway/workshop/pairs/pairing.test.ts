// Two learners at one lab: what counts for both, and every way in which it ends.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createKeptFile } from "../../../../../servers/gateway/workshop/kept/kept-file.ts";
import { keptPairs, type Pair } from "../../../../../servers/gateway/workshop/pairs/pair-list.ts";
import { openRoom } from "./learners.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a pair", () => {
  test.each([
    ["its guest leaves", "Bo", "end", "Mia", "left"],
    ["its owner ends it", "Mia", "end", "Bo", "ended"],
    ["its guest is removed", "Bo", "removed", "Mia", "removed"],
    ["its owner is removed", "Mia", "removed", "Bo", "removed"],
  ] as const)(
    "ends when %s: the other learns why, and the token is worth nothing",
    (_how, who, action, other, why) => {
      const { pairing, pairs, id, ends, stateOf } = openRoom(["Mia", "Bo"]);
      pairs("Bo", "Mia");
      const before = stateOf("Bo");
      const token = before.is === "guest" ? (before.lab?.token ?? "") : "";
      expect(pairing.isGuest("lab of Mia", token)).toBe(true);
      expect(pairing.isGuest("lab of Mia", `${token.slice(1)}x`)).toBe(false);
      expect(pairing.isGuest("lab of Bo", token)).toBe(false);
      pairing[action](id(who));
      expect(ends).toEqual([[other, { why, name: who }]]);
      expect([stateOf("Mia"), stateOf("Bo")]).toEqual(Array(2).fill({ is: "alone", code: null }));
      expect(pairing.isGuest("lab of Mia", token)).toBe(false);
    },
  );

  test("says when its lab has ended, and which one its owner has then", () => {
    const { pairing, pairs, id, roster, states } = openRoom(["Mia", "Bo"]);
    pairs("Bo", "Mia");
    roster.set(id("Mia"), { lab: null });
    pairing.tell(id("Mia"));
    expect(states.get("Bo")).toEqual({ is: "guest", host: "Mia", lab: null });
    roster.set(id("Mia"), { lab: "another" });
    pairing.tell(id("Mia"));
    expect(states.get("Bo")).toMatchObject({ lab: { id: "another" } });
  });

  test("counts what one meets for both, while it lasts, and for who was away then", () => {
    const { pairing, pairs, id, roster, met } = openRoom(["Mia", "Bo"]);
    const reports = (name: string, ...passed: [string, number][]) => {
      const done = passed.map(([key, agoMs]) => [key, { predicted: ["β"], passed: true, agoMs }]);
      roster.progress(id(name), { at: null, done: Object.fromEntries(done) }, Date.now());
      pairing.credit(id(name));
    };
    const metBy = (name: string) =>
      [...(roster.find(id(name))?.attempts ?? [])].flatMap(([key, { passed }]) => (passed ? [key] : []));
    reports("Mia", ["01-a#before", 60_000]);
    pairs("Bo", "Mia");
    vi.advanceTimersByTime(1000);
    reports("Mia", ["01-a#before", 61_000], ["01-a#during", 0]);
    expect(metBy("Bo")).toEqual(["01-a#during"]);
    reports("Bo", ["01-a#guest", 0]);
    expect(metBy("Mia")).toEqual(["01-a#before", "01-a#during", "01-a#guest"]);
    // Bo's page hadn't got it, and gets it again.
    expect(metBy("Bo")).toEqual(["01-a#guest", "01-a#during"]);
    expect(met).toEqual([
      ["Bo", "01-a#during"],
      ["Bo", "01-a#during"],
      ["Mia", "01-a#guest"],
    ]);
    pairing.end(id("Bo"));
    vi.advanceTimersByTime(1000);
    reports("Mia", ["01-a#after", 0]);
    expect(metBy("Bo")).not.toContain("01-a#after");
    // Bo was away when it counted, and reports without it later.
    reports("Bo", ["01-a#guest", 1000]);
    expect(metBy("Bo")).toEqual(["01-a#guest", "01-a#during"]);
  });
});

describe("a pair's file", () => {
  test("brings the pair back after a restart, without names, tokens and labs, and only its user reads it", () => {
    const folder = mkdtempSync(join(tmpdir(), "crosstalk-pairs-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "pairs-3000.json");
    const store = () => {
      const kept = createKeptFile<Pair[]>(file, keptPairs);
      return { load: () => kept.load()?.state ?? null, save: kept.save };
    };
    const before = openRoom(["Mia", "Bo"], store());
    before.pairs("Bo", "Mia");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toMatch(/Mia|Bo|lab of/);

    const after = openRoom([], store());
    after.joins("Bo");
    expect(after.stateOf("Bo")).toEqual({ is: "guest", host: null, lab: null });
    after.joins("Mia");
    expect(after.stateOf("Mia")).toEqual({ is: "host", guest: "Bo" });
    expect(after.stateOf("Bo")).toMatchObject({ host: "Mia", lab: { id: "lab of Mia" } });
    writeFileSync(file, '{"savedAt":1,"state":[{"host":7}]}');
    const broken = openRoom(["Bo"], store());
    expect(broken.stateOf("Bo")).toEqual({ is: "alone", code: null });
  });
});
