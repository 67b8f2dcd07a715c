// Which line would you change? What running an answer does to the lab, and which answers are right.
import { expect, test } from "vitest";
import { actionsOf, filesOf } from "../../../../site/lab/predict/change-actions.ts";
import { isWhole } from "../../../../site/lab/predict/chosen-answer.ts";
import { explanationsFor } from "../../../../site/lab/predict/explanations.ts";
import type { Prediction } from "../../../../site/lab/predict/prediction-kinds.ts";
import { rightChange } from "../../../../site/lab/predict/right-answer.ts";

const change: Extract<Prediction, { kind: "change" }> = {
  kind: "change",
  file: "servers/chat/handlers.ts",
  region: "message",
  options: [
    { line: "reply();", becomes: "reply(1);", wrong: "That's the answer." },
    { line: "emit(data);", becomes: "broadcast(data);" },
    { line: "emit(data);", becomes: "nginx", does: [{ balancer: { sticky: true } }], wrong: "It's sticky." },
  ],
  shown: { lines: ["emit(data);", "  reply();"], text: "  emit(data);\n    reply();\n" },
};

test("a changed line is right if the check is met with it, whatever the lesson says", () => {
  expect(rightChange(change, ["1"], true)).toEqual(["1"]);
  expect(rightChange(change, ["1"], false)).toEqual(["2"]);
  expect(rightChange(change, ["2"], false)).toEqual([]);
  expect(rightChange(change, null, true)).toEqual(["2"]);
});

test("a change runs the file with that line, or what has its effect in the lab", () => {
  expect(filesOf(change, ["1"])).toEqual({ "handlers.ts": "  emit(data);\n    reply(1);\n" });
  expect(filesOf(change, null)).toEqual({ "handlers.ts": "  broadcast(data);\n    reply();\n" });
  expect(filesOf(change, ["3"])).toBe(undefined);
  expect(actionsOf(change, ["3"])).toEqual([{ balancer: { sticky: true } }]);
  expect(actionsOf(change, ["1"])).toEqual([]);
  expect(actionsOf({ kind: "hears" }, ["α"])).toEqual([]);
});

test("a line that was changed without effect gets its own sentence", () => {
  expect(isWhole(change, ["1"])).toBe(true);
  expect(explanationsFor(change, ["1"], ["2"])).toEqual(["That's the answer."]);
  expect(explanationsFor(change, ["2"], ["2"])).toEqual([]);
});
