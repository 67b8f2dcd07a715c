// What the instructor shows: what follows from what, and what a file brings back.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createShown } from "../../../../../servers/gateway/workshop/shown/shown.ts";
import { createShownFile } from "../../../../../servers/gateway/workshop/shown/shown-file.ts";
import type { PlanStart } from "../../../../../servers/plan.ts";
import { timerStaysMs } from "../../../../../servers/timer.ts";

const noon = Date.UTC(2026, 4, 20, 12);
const across = { lesson: "03-two-servers", experiment: "across" };
const across_ = "03-two-servers#across";
const predict = { kind: "predict", seconds: 60, until: null } as const;
const pause = { kind: "break", seconds: 900, until: "12:15" } as const;

function openShown(now: () => number = () => noon) {
  return createShown(createShownFile(undefined), now);
}

test("the quiz: a round that opens hides the results, results close the round, and leading on hides them", () => {
  const shown = openShown();
  const quiz = () => shown.state().quiz;
  shown.openQuiz("before");
  expect(quiz()).toEqual({ open: "before", isRevealed: false });
  shown.revealQuiz(true);
  expect(quiz()).toEqual({ open: null, isRevealed: true });
  shown.openQuiz("after");
  expect(quiz()).toEqual({ open: "after", isRevealed: false });
  shown.lead(across);
  expect(quiz().open).toBe("after");
  shown.revealQuiz(true);
  shown.lead(across);
  expect(quiz().isRevealed).toBe(true);
  shown.lead({ ...across, experiment: "nobody" });
  expect(quiz()).toEqual({ open: null, isRevealed: false });
});

describe("a vote", () => {
  test("goes from the first answers to a second vote, and to both with the right one marked", () => {
    const shown = openShown();
    shown.lead(across);
    shown.reveal(across_);
    shown.voteAgain(across_);
    expect(shown.state()).toMatchObject({ revealed: null, voteAgain: across_ });
    shown.reveal(across_);
    shown.markRight(true);
    expect(shown.state()).toMatchObject({ revealed: across_, isRightMarked: true, voteAgain: null });
  });

  test("never shows the mark of one question on another", () => {
    const shown = openShown();
    shown.reveal(across_);
    shown.markRight(true);
    shown.reveal("05-redis#receivers");
    expect(shown.state().isRightMarked).toBe(false);
  });

  test("and its timer end when the instructor leads on; a break doesn't", () => {
    const shown = openShown();
    shown.lead(across);
    shown.reveal(across_);
    shown.timer(predict);
    shown.lead(across);
    expect(shown.state()).toMatchObject({ revealed: across_, timer: { kind: "predict" } });
    shown.lead({ ...across, experiment: "nobody" });
    expect(shown.state()).toMatchObject({ revealed: null, timer: null });
    shown.timer(pause);
    shown.lead(across);
    expect(shown.state().timer).toMatchObject({ kind: "break", until: "12:15" });
  });
});

test("a timer counts on the gateway's clock, and is gone a minute after it ran out", () => {
  let now = noon;
  const shown = openShown(() => now);
  shown.timer(predict);
  now += 45_000;
  expect(shown.timerNow()).toEqual({ kind: "predict", until: null, leftMs: 15_000 });
  now += 15_000 + timerStaysMs;
  expect(shown.timerNow()).toEqual({ kind: "predict", until: null, leftMs: -timerStaysMs });
  now += 1;
  expect(shown.timerNow()).toBeNull();
});

describe("a plan", () => {
  const own: PlanStart = {
    name: "own",
    steps: [
      { lesson: "01-one-server", experiment: null, minutes: 5 },
      { ...across, minutes: 10 },
      { lesson: "03-two-servers", experiment: "nobody", minutes: 10 },
    ],
  };
  const minute = 60_000;

  test("knows the last of its steps that was led to, also during an excursion", () => {
    const shown = openShown();
    shown.plan(own);
    expect(shown.planNow()).toEqual({ ...own, reached: -1, elapsedMs: 0, breakLeftMs: 0 });
    shown.lead(across);
    shown.lead({ lesson: "12-what-it-costs", experiment: null });
    expect(shown.planNow()?.reached).toBe(1);
    shown.plan(null);
    expect(shown.planNow()).toBeNull();
  });

  test("stands still during a break, also one that is cut short, and one that began before the plan", () => {
    let now = noon;
    const shown = openShown(() => now);
    shown.timer({ kind: "break", seconds: 300, until: null });
    shown.plan(own);
    now += 2 * minute;
    expect(shown.planNow()).toMatchObject({ elapsedMs: 0, breakLeftMs: 3 * minute });
    now += 10 * minute;
    expect(shown.planNow()).toMatchObject({ elapsedMs: 7 * minute, breakLeftMs: 0 });
    shown.timer({ kind: "break", seconds: 900, until: null });
    now += 5 * minute;
    shown.timer(null);
    now += minute;
    shown.timer(predict);
    now += minute;
    expect(shown.planNow()).toMatchObject({ elapsedMs: 9 * minute, breakLeftMs: 0 });
  });

  test("keeps steps closed until they are led to, or the plan ends", () => {
    const shown = openShown();
    shown.plan(own);
    shown.close([across_, "03-two-servers#nobody"]);
    shown.lead(across);
    expect(shown.state().closed).toEqual(["03-two-servers#nobody"]);
    shown.plan(null);
    expect(shown.state().closed).toEqual([]);
  });
});

describe("the file", () => {
  function openFile() {
    const folder = mkdtempSync(join(tmpdir(), "crosstalk-shown-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return { folder, file: join(folder, "cache", "workshop-3000.json") };
  }

  test("brings back everything, readable for this user only, until the next day's class", () => {
    const { file, folder } = openFile();
    const shown = createShown(
      createShownFile(file, () => noon),
      () => noon,
    );
    shown.note(" Back at 12:15 ");
    shown.lead(across);
    shown.reveal(across_);
    shown.markRight(true);
    shown.timer(pause);
    shown.plan({ name: "half-day", steps: [{ ...across, minutes: 10 }] });
    shown.lead(across);
    shown.close(["05-redis#receivers"]);
    const later = (hours: number) => createShownFile(file, () => noon + hours * 3_600_000);
    expect(createShown(later(1)).state()).toEqual(shown.state());
    expect(shown.state()).toMatchObject({ note: "Back at 12:15", timer: { endsAt: noon + 900_000 } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, "cache"))).toEqual(["workshop-3000.json"]);
    expect(later(12).load()).toBeNull();
  });

  test.each([
    ["cut short", '{"savedAt":1'],
    ["of another form", JSON.stringify({ savedAt: noon, state: { note: 7 } })],
    ["with a step that is planned twice", JSON.stringify({ savedAt: noon, state: stateTwice() })],
    ["with a note that is too long", JSON.stringify({ savedAt: noon, state: stateWith("x".repeat(501)) })],
    [
      "saved in a year's time",
      JSON.stringify({ savedAt: noon + 365 * 86_400_000, state: stateWith("late") }),
    ],
    ["empty", ""],
  ])("that is %s counts as none", (_how, text) => {
    const { folder } = openFile();
    const file = join(folder, "workshop-3000.json");
    writeFileSync(file, JSON.stringify({ savedAt: noon, state: stateWith("whole") }));
    expect(createShownFile(file, () => noon).load()).toMatchObject({ note: "whole" });
    writeFileSync(file, text);
    expect(createShownFile(file, () => noon).load()).toBeNull();
  });

  test("that somebody wrote brings back no timer without end, and nothing that turns text around", () => {
    const { folder } = openFile();
    const file = join(folder, "workshop-3000.json");
    const timer = { kind: "break", until: null, endsAt: noon + 5 * 3_600_000 };
    writeFileSync(file, JSON.stringify({ savedAt: noon, state: { ...stateWith("a\u202eb"), timer } }));
    expect(createShownFile(file, () => noon).load()).toMatchObject({ note: "ab", timer: null });
  });

  test("that can't be written changes nothing else", () => {
    const { folder } = openFile();
    writeFileSync(join(folder, "no-folder"), "");
    const shown = createShown(createShownFile(join(folder, "no-folder", "workshop.json")));
    shown.note("Lunch");
    expect(shown.state().note).toBe("Lunch");
  });
});

function stateWith(note: string) {
  const nothing = { lead: null, revealed: null, isRightMarked: false, voteAgain: null, timer: null };
  return { ...nothing, note, plan: null, closed: [], quiz: { open: null, isRevealed: false } };
}

function stateTwice() {
  const steps = [across, across].map((step) => ({ ...step, minutes: 5 }));
  const plan = { name: "own", steps, reached: 0, startedAt: noon, breaksMs: 0, breakFrom: null };
  return { ...stateWith("whole"), plan };
}
