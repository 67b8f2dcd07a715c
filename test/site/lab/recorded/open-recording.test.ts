// Recordings that can't be played: each is refused with its reason.
import { expect, test } from "vitest";
import { openRecording, writeRecording } from "../../../../site/lab/recorded/open-recording.ts";
import { version } from "../../../../site/lab/recorded/recording.ts";
import { problemsOf } from "../../../../site/lab/recorded/recording-schema.ts";
import { textOf } from "../../../recordings/recording-files.ts";

const text = textOf("local", "03-two-servers#broadcast") ?? "";

test("what was written is read as it was", () => {
  const opened = openRecording(text);
  expect("recording" in opened && writeRecording(opened.recording)).toBe(text);
});

test.each([
  ["nothing", "", { what: "foreign" }],
  ["a page of a host's own", "<!doctype html><title>Not found</title>", { what: "foreign" }],
  ["another JSON", '{"events":[]}', { what: "foreign" }],
  [
    "a later version",
    text.replace('{"recording":1,', `{"recording":${version + 1},`),
    { what: "too-new", version: version + 1 },
  ],
  ["a version that never was", text.replace('{"recording":1,', '{"recording":0,'), { what: "edited" }],
  ["a file without its end", text.slice(0, -40), { what: "cut-off" }],
  ["a file without its last event", `${text.slice(0, text.lastIndexOf(",\n"))}\n]}\n`, { what: "edited" }],
  ["a number changed by hand", text.replace('"ended":', '"ended":1'), { what: "edited" }],
  ["a client that hears it after all", text.replace('"got":"nothing"', '"got":"heard"'), { what: "edited" }],
])("refuses %s", (_, damaged, problem) => {
  expect(openRecording(damaged)).toEqual({ problem });
});

test("every cut and every changed character is noticed", () => {
  for (let at = 0; at < text.length; at += 7) {
    expect(openRecording(text.slice(0, at))).toHaveProperty("problem");
    const other = text[at] === "x" ? "y" : "x";
    expect(openRecording(text.slice(0, at) + other + text.slice(at + 1)), `at ${at}`).toHaveProperty(
      "problem",
    );
  }
});

test("the schema names the field that is wrong", () => {
  const opened = openRecording(text);
  if ("problem" in opened) throw new Error(opened.problem.what);
  const { recording } = opened;
  const [first, ...rest] = recording.events;
  expect(problemsOf({ ...recording, on: "today" })).toEqual([expect.stringContaining("on:")]);
  expect(problemsOf({ ...recording, events: rest })).toEqual([
    expect.stringContaining("events.0: expected seq 1"),
  ]);
  expect(problemsOf({ ...recording, events: [{ ...first, type: "gossip" } as never] })).toHaveLength(1);
  expect(problemsOf({ ...recording, steps: [] })).toEqual([expect.stringContaining("steps:")]);
});
