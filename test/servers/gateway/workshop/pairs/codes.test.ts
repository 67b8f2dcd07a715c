// Codes by which one learner asks to sit at another's lab, and what the owner says.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type LearnersRoom, openRoom } from "./learners.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a code", () => {
  test("has four characters that can't be mistaken, and is the same until it's over", () => {
    const { codeOf } = openRoom(["Mia"]);
    expect(codeOf("Mia")).toMatch(/^[2-9A-HJKMNP-Z]{4}$/);
    expect(codeOf("Mia")).toBe(codeOf("Mia"));
  });

  test("leads to a question to its owner, and to the lab only when the owner says yes", () => {
    const { asks, codeOf, stateOf, states, pairing, id } = openRoom(["Mia", "Bo"]);
    expect(asks("Bo", ` ${codeOf("Mia").toLowerCase().replace(/^../, "$& ")} `)).toBeNull();
    expect(states.get("Bo")).toEqual({ is: "asking", host: "Mia" });
    expect(states.get("Mia")).toEqual({ is: "asked", guest: { id: id("Bo"), name: "Bo" } });
    expect(JSON.stringify([...states])).not.toContain("lab of Mia");

    pairing.admit(id("Mia"), { guest: id("Bo"), does: true });
    expect(states.get("Mia")).toEqual({ is: "host", guest: "Bo" });
    const lab = { id: "lab of Mia", token: expect.stringMatching(/^.{32}$/) };
    expect(states.get("Bo")).toEqual({ is: "guest", host: "Mia", lab });
    expect(stateOf("Bo")).toEqual(states.get("Bo"));
  });

  test("isn't made for somebody without a lab, or at somebody else's", () => {
    const { pairing, id, pairs, roster } = openRoom(["Mia", "Bo", "Zoe"]);
    roster.set(id("Zoe"), { lab: null });
    expect(pairing.code(id("Zoe"))).toEqual({ refused: "no-lab" });
    pairs("Bo", "Mia");
    for (const name of ["Mia", "Bo"]) expect(pairing.code(id(name))).toEqual({ refused: "paired" });
  });

  test("can't be guessed: after 20 wrong ones an address waits, and another one doesn't", () => {
    const { asks, codeOf } = openRoom(["Mia", "Bo"]);
    const code = codeOf("Mia");
    const wrong = Array.from({ length: 21 }, () => asks("Bo", "2222", "10.0.0.9"));
    expect(wrong).toEqual([...Array(20).fill("wrong"), "rate"]);
    expect(asks("Bo", code, "10.0.0.9")).toBe("rate");
    expect(asks("Bo", code, "10.0.0.8")).toBeNull();
  });
});

describe("who asks", () => {
  test("learns that the owner said no, and the code is over", () => {
    const { asks, codeOf, pairing, id, ends, stateOf } = openRoom(["Mia", "Bo"]);
    const code = codeOf("Mia");
    asks("Bo", code);
    pairing.admit(id("Mia"), { guest: id("Bo"), does: false });
    expect(ends).toEqual([["Bo", { why: "declined", name: "Mia" }]]);
    expect([stateOf("Mia"), stateOf("Bo")]).toEqual(Array(2).fill({ is: "alone", code: null }));
    expect(asks("Bo", code)).toBe("expired");
  });

  test("learns after two minutes that the owner didn't respond", () => {
    const { asks, codeOf, ends, states } = openRoom(["Mia", "Bo"]);
    asks("Bo", codeOf("Mia"));
    vi.advanceTimersByTime(2 * 60_000);
    expect(ends).toEqual([["Bo", { why: "unanswered", name: "Mia" }]]);
    expect(states.get("Bo")).toEqual({ is: "alone", code: null });
    expect(states.get("Mia")).toEqual({ is: "alone", code: null });
  });

  test("can take it back, and then isn't admitted", () => {
    const { asks, codeOf, pairing, id, states } = openRoom(["Mia", "Bo"]);
    asks("Bo", codeOf("Mia"));
    pairing.end(id("Bo"));
    expect(states.get("Mia")).toEqual({ is: "alone", code: null });
    expect(() => pairing.admit(id("Mia"), { guest: id("Bo"), does: true })).toThrow(/taken this back/);
  });

  test("learns when the owner is removed, or asks somewhere else", () => {
    const { asks, codeOf, pairing, id, ends } = openRoom(["Mia", "Bo", "Zoe", "Kim"]);
    asks("Bo", codeOf("Mia"));
    pairing.removed(id("Mia"));
    asks("Bo", codeOf("Zoe"));
    asks("Zoe", codeOf("Kim"));
    expect(ends).toEqual([
      ["Bo", { why: "removed", name: "Mia" }],
      ["Bo", { why: "declined", name: "Zoe" }],
    ]);
  });
});

describe("a code that can't be used:", () => {
  test.each<[string, (room: LearnersRoom) => unknown, string]>([
    ["that doesn't exist", ({ asks }) => asks("Bo", "2222"), "wrong"],
    ["of one's own", ({ asks, codeOf }) => asks("Bo", codeOf("Bo")), "own"],
    [
      "that is ten minutes old",
      ({ asks, codeOf }) => {
        const code = codeOf("Mia");
        vi.advanceTimersByTime(10 * 60_000);
        return asks("Bo", code);
      },
      "expired",
    ],
    [
      "that was taken back",
      ({ asks, codeOf, pairing, id }) => {
        const code = codeOf("Mia");
        pairing.end(id("Mia"));
        return asks("Bo", code);
      },
      "expired",
    ],
    [
      "whose owner has gone",
      ({ asks, codeOf, roster, id }) => {
        const code = codeOf("Mia");
        roster.leave(id("Mia"), Date.now());
        return asks("Bo", code);
      },
      "away",
    ],
    [
      "with which a second person asks",
      ({ asks, codeOf }) => {
        const code = codeOf("Mia");
        asks("Zoe", code);
        return asks("Bo", code);
      },
      "taken",
    ],
    [
      "with which a third person asks",
      ({ asks, codeOf, pairing, id }) => {
        const code = codeOf("Mia");
        asks("Zoe", code);
        pairing.admit(id("Mia"), { guest: id("Zoe"), does: true });
        return asks("Bo", code);
      },
      "taken",
    ],
    [
      "by somebody who sits elsewhere",
      ({ asks, codeOf, pairs }) => {
        pairs("Bo", "Zoe");
        return asks("Bo", codeOf("Mia"));
      },
      "paired",
    ],
  ])("%s is refused", (_which, ask, refused) => {
    expect(ask(openRoom(["Mia", "Bo", "Zoe"]))).toBe(refused);
  });
});
