// Progress as it's saved, listed, exported and merged. Only the browser's storage is replaced.
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { checkListed, stepsIn } from "../../../site/course/experiments.ts";
import { withRun } from "../../../site/lab/experiment/saved-experiment.ts";
import { merge, type ProgressFile, readFile } from "../../../site/progress/file.ts";
import { readNotes, writeNote } from "../../../site/progress/notes.ts";
import {
  onProgress,
  readExperiments,
  readProgress,
  wipe,
  writeExperiment,
} from "../../../site/progress/store.ts";
import { readQuiz, writeAnswer } from "../../../site/quiz/saved-answers.ts";
import { stepsOf } from "../../lessons/read.ts";

const heard = { got: "heard", ms: 2 } as const;
const nothing = { got: "nothing" } as const;

let kept: Record<string, string>;
beforeEach(() => {
  kept = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
    removeItem: (key: string) => {
      delete kept[key];
    },
  };
  const storage = new Proxy(methods, {
    ownKeys: () => Object.keys(kept),
    getOwnPropertyDescriptor: () => shown,
  });
  vi.stubGlobal("localStorage", storage);
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("dispatchEvent", page.dispatchEvent.bind(page));
});
const shown = { enumerable: true, configurable: true };

describe("an experiment's progress", () => {
  test("says what was predicted, whether that was right, and when its check was met", () => {
    const predicted = withRun(undefined, { predicted: ["α"] }, 1_000);
    writeExperiment("03-two-servers#broadcast", predicted);
    expect(readProgress()).toEqual({
      "03-two-servers#broadcast": {
        predicted: ["α"],
        isRight: undefined,
        passed: false,
        at: 1_000,
        metAt: null,
      },
    });
    const results = [
      ["α", heard],
      ["β", nothing],
    ] as const;
    writeExperiment(
      "03-two-servers#broadcast",
      withRun(predicted, { predicted: ["α"], results, passed: true }, 2_000),
    );
    expect(readProgress()).toEqual({
      "03-two-servers#broadcast": {
        predicted: ["α"],
        isRight: true,
        passed: true,
        at: 2_000,
        metAt: 2_000,
      },
    });
  });

  test("stays met, however later runs end", () => {
    const met = withRun(undefined, { predicted: ["α"], results: [["α", heard]], passed: true }, 1_000);
    const failed = withRun(met, { predicted: [], results: [["α", heard]], passed: false }, 2_000);
    const cleared = withRun(failed, { predicted: null }, 3_000);
    for (const later of [failed, cleared]) {
      writeExperiment("01-one-server#hello", later);
      expect(readProgress()["01-one-server#hello"]).toMatchObject({ passed: true, metAt: 1_000 });
    }
  });

  test("saved by an older version, without times, is read, and stays met without one", () => {
    kept["crosstalk:1:experiment:/07-the-adapter#both"] = JSON.stringify({
      predicted: null,
      results: [["α", heard]],
      passed: true,
    });
    expect(readProgress()).toEqual({
      "07-the-adapter#both": {
        predicted: null,
        isRight: undefined,
        passed: true,
        at: null,
        metAt: null,
      },
    });
    const [before] = Object.values(readExperiments());
    writeExperiment("07-the-adapter#both", withRun(before, { predicted: null }, 5_000));
    expect(readProgress()["07-the-adapter#both"]).toMatchObject({ passed: true, at: 5_000, metAt: null });
  });

  test("that makes no sense is ignored", () => {
    const nonsense = ["{", "[]", '{"predicted":7}', '{"predicted":null,"results":[["α",{"got":"gold"}]]}'];
    for (const [index, text] of nonsense.entries()) kept[`crosstalk:1:experiment:/x#${index}`] = text;
    expect(readProgress()).toEqual({});
  });

  test("is reported to listeners until they unsubscribe", () => {
    let told = 0;
    const end = onProgress(() => {
      told += 1;
    });
    writeExperiment("01-one-server#hello", { predicted: [] });
    writeNote("01-one-server", "why?", 1);
    expect(told).toBe(2);
    end();
    writeNote("01-one-server", "", 2);
    expect(told).toBe(2);
  });
});

test("wiping removes progress, notes and layout, and leaves the lab and everything that isn't ours", () => {
  writeExperiment("01-one-server#hello", { predicted: [] });
  writeNote("01-one-server", "why?", 1);
  writeAnswer("own:late", { tried: ["right"], at: 1 });
  Object.assign(kept, { "crosstalk:1:layout": "{}", "crosstalk:1:lab": "{}", "starlight-theme": "dark" });
  wipe();
  expect(Object.keys(kept).toSorted()).toEqual(["crosstalk:1:lab", "starlight-theme"]);
});

describe("a file", () => {
  const file: ProgressFile = {
    crosstalk: "progress",
    version: 1,
    exportedAt: "2026-01-01T00:00:00.000Z",
    experiments: {
      "03-two-servers#broadcast": {
        predicted: ["α"],
        results: [["α", heard]],
        passed: true,
        at: 5,
        metAt: 5,
      },
    },
    attempts: {
      "06-a-bridge-by-hand#bridge-message": { files: { "links/bridge.ts": "theirs" }, at: 6, passedAt: 6 },
    },
    notes: { "03-two-servers": { text: "B was never told", at: 7 } },
    quiz: { "own:late": { tried: ["redis-stores-messages", "right"], at: 8 } },
  };

  test("is read as it was written", () => {
    expect(readFile(JSON.stringify(file))).toEqual({ ok: true, file });
  });

  test("that is something else is refused with the reason", () => {
    expect(readFile("α")).toEqual({ ok: false, problem: "not-json" });
    expect(readFile('{"lockfileVersion":3}')).toEqual({ ok: false, problem: "not-progress" });
    expect(readFile(JSON.stringify({ ...file, version: 2 }))).toEqual({
      ok: false,
      problem: "version",
      version: "2",
    });
  });

  test("imports nothing in another form", () => {
    const hostile = {
      ...file,
      experiments: { "__proto__#x": { predicted: [] }, "01-one-server#hello": { predicted: 1 }, lab: {} },
      attempts: {
        "06-a-bridge-by-hand#one": { files: { "../lab.ts": "" }, at: 1 },
        "06-a-bridge-by-hand#two": { files: { "link.ts": 7 }, at: 1 },
        "06-a-bridge-by-hand#three": { files: { "link.ts": "" }, at: 1, ran: { files: {} } },
      },
      notes: { "../lab": { text: "x", at: 1 }, "01-one-server": { text: "x".repeat(10_001), at: 1 } },
      quiz: { "own:late": { tried: ["rooms-in-redis"], at: 1 } },
    };
    expect(readFile(JSON.stringify(hostile))).toEqual({
      ok: true,
      file: { ...file, experiments: {}, attempts: {}, notes: {}, quiz: {} },
    });
  });

  test("is merged: the later version of each entry stays, and the first time a check was met", () => {
    const newer = { predicted: [], results: [["α", heard]], passed: false, at: 9 } as const;
    const mine = {
      experiments: { "03-two-servers#broadcast": newer, "01-one-server#hello": { predicted: [], at: 1 } },
      attempts: { "06-a-bridge-by-hand#bridge-message": { files: { "links/bridge.ts": "mine" }, at: 9 } },
      notes: { "03-two-servers": { text: "older", at: 6 } },
      quiz: {
        "own:late": { tried: ["channels-are-keys"], at: 9 },
        "before:late": { tried: ["right"], at: 1 },
      },
    } as const satisfies Parameters<typeof merge>[0];
    const merged = merge(mine, file);
    expect(merged).toEqual({
      experiments: {
        "03-two-servers#broadcast": { ...newer, metAt: 5 },
        "01-one-server#hello": { predicted: [], at: 1 },
      },
      attempts: {
        "06-a-bridge-by-hand#bridge-message": { files: { "links/bridge.ts": "mine" }, at: 9, passedAt: 6 },
      },
      notes: file.notes,
      quiz: {
        "own:late": { tried: ["redis-stores-messages", "right", "channels-are-keys"], at: 8 },
        "before:late": { tried: ["right"], at: 1 },
      },
    });
    expect(merge(merged, file)).toEqual(merged);
  });

  test("has everything that is saved here", () => {
    writeNote("03-two-servers", "B was never told", 7);
    expect(readNotes()).toEqual(file.notes);
    for (const [key, answer] of Object.entries(file.quiz)) writeAnswer(key, answer);
    expect(readQuiz()).toEqual(file.quiz);
  });
});

describe("the list of the course", () => {
  test.each(["lessons", "lessons/zh-cn"])("has every experiment of %s, with its question", (folder) => {
    const steps = stepsOf(folder);
    expect(steps.length).toBeGreaterThan(50);
    const files = new Set(steps.map(({ place }) => place.split(":")[0] ?? ""));
    const listed = [...files].flatMap((path) => stepsIn(readFileSync(path, "utf8")));
    expect(listed).toEqual(steps.map(({ id, question }) => ({ id, question })));
  });

  test("fails the build for one that it would miss", () => {
    const step = { id: "hello", question: "Who?" };
    const place = "lessons/01-one-server.mdx:3";
    expect(() => checkListed('<Experiment\n id="hello"\n question="Who?"\n>', step, place)).not.toThrow();
    expect(() => checkListed('<Experiment\n question="Who?"\n id="hello"\n>', step, place)).toThrow(
      `lessons/01-one-server.mdx:3, <Experiment id="hello">: the list of the course doesn't find it.`,
    );
  });
});
