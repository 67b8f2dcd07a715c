// The committed recordings: each opens, is of what the lesson asks today, and leads derivation and checks to the verdict that the
// lab gave when it was recorded.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isCheck, judge } from "../../../../site/lab/checks/checks.ts";
import { openRecording } from "../../../../site/lab/recorded/open-recording.ts";
import type { Recording } from "../../../../site/lab/recorded/recording.ts";
import { problemsOf } from "../../../../site/lab/recorded/recording-schema.ts";
import { foundIn } from "../../../../site/lab/recorded/replay.ts";
import { filesOf, folder, kinds, textOf } from "../../../recordings/recording-files.ts";
import { scripts } from "../../../recordings/scripts.ts";
import { labWords } from "../../../words.ts";

function recorded(text: string | undefined): Recording {
  const opened = openRecording(text ?? "");
  if ("problem" in opened) throw new Error(`${opened.problem.what}; run npm run record`);
  return opened.recording;
}

describe.each(kinds)("on the %s Redis", (kind) => {
  const mine = scripts.filter(({ needsStreams }) => kind !== "embedded" || !needsStreams);

  test.each(mine.map((script) => [script.of, script] as const))(
    "%s is recorded as it is asked",
    (of, script) => {
      const recording = recorded(textOf(kind, of));
      expect(problemsOf(recording)).toEqual([]);
      const { setup, run, clients, check } = recording;
      const { needsStreams: _, ...asked } = script;
      expect({ of, setup, run, clients, ...(check !== undefined && { check }) }).toEqual(
        JSON.parse(JSON.stringify(asked)),
      );
      expect(recording.redis.kind).toBe(kind);
    },
  );

  test.each(mine.filter(({ check }) => check !== undefined).map(({ of }) => of))(
    "%s is judged as the lab was",
    (of) => {
      const recording = recorded(textOf(kind, of));
      const { derived, outcome, since } = foundIn(recording);
      const check = recording.check ?? "";
      if (!isCheck(check)) throw new Error(`no check called ${check}`);
      const verdict = judge(check, outcome, derived, labWords.en.checks, since);
      const nothing = recording.clients.map((name) => [name, { got: "nothing" }]);
      const results = outcome
        ? [...outcome.results.values()].map((result, index) => [recording.clients[index], result])
        : nothing;
      expect({ passed: verdict.passed, results }, verdict.saw).toEqual(recording.verdict);
    },
  );

  test("no recording is left of what nobody asks any more", () => {
    const known = mine.map(({ of }) => `${folder}/${kind}/${of.replace("#", "/")}.json`);
    expect(filesOf(kind).filter((file) => !known.includes(file))).toEqual([]);
  });

  test("the course and its scenarios take at most 300 kB, compressed", () => {
    const bytes = filesOf(kind).map((file) => gzipSync(readFileSync(file)).length);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(300_000);
  });
});
