// The lines that an experiment asks to change: each is there once, and the lab can run the file.
import { expect, test } from "vitest";
import type { Prediction } from "../../../../site/lab/predict/prediction-kinds.ts";
import { withShown } from "../../../../site/lab/predict/shown-file.ts";

const text = "// #region one\n  emit();\n  reply();\n// #endregion one\nreply(2);\nlog();\n";
const file = "servers/chat/handlers.ts";
type Change = Extract<Prediction, { kind: "change" }>;
const asked = (options: Change["options"], of = file): Change => ({
  kind: "change",
  file: of,
  region: "one",
  options,
});
const shown = (predict: Prediction) => withShown(predict, () => text, "lessons/01.mdx:3");

test("a change gets the lines of its region, and the file that the lab runs", () => {
  const { shown: has } = shown(asked([{ line: "emit();", becomes: "stay();" }])) as Change;
  expect(has).toEqual({ lines: ["emit();", "reply();"], text });
});

test("other questions stay as they are", () => {
  expect(shown({ kind: "hears" })).toEqual({ kind: "hears" });
});

test.each<[string, Change, string]>([
  ["isn't a line", asked([{ line: "emit", becomes: "stay();" }]), "doesn't have this line once: emit"],
  ["is outside the region", asked([{ line: "log();", becomes: "stay();" }]), "doesn't have this line once"],
  ["becomes what it is", asked([{ line: "emit();", becomes: "emit();" }]), "becomes what it is"],
  [
    "is of a file that the lab can't run",
    asked([{ line: "emit();", becomes: "x" }], "examples/compose/client.js"),
    "Give each option `does`",
  ],
])("a line that %s fails the build with its place", (_, predict, problem) => {
  expect(() => shown(predict)).toThrow(`lessons/01.mdx:3`);
  expect(() => shown(predict)).toThrow(problem);
});

test("a file that the lab can't run needs what has the change's effect", () => {
  const options = [{ line: "emit();", becomes: "x", does: [{ balancer: { sticky: true } }] }];
  expect(shown(asked(options, "examples/compose/client.js"))).toHaveProperty("shown.text", text);
});
