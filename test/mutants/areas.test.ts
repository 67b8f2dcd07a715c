// Everything that is mutated exists, and so do the tests that run against it.
import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { units } from "../../vitest.config.ts";
import { areas } from "./areas.ts";
import { equivalents } from "./equivalent.ts";
import { percent, type Report, scoreOf } from "./report.ts";

test("every file of an area exists and is in one area only", () => {
  const files = Object.values(areas).flat();
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
});

test.each(units)("the pattern of units %s finds a test", (pattern) => {
  expect(globSync(pattern).length).toBeGreaterThan(0);
});

test("every equivalent mutant names an existing line", () => {
  const lines = new Map(
    Object.values(areas)
      .flat()
      .map((file) => [file, readFileSync(file, "utf8").split("\n")]),
  );
  const stale = equivalents.filter(
    ({ file, line }) => !lines.get(file)?.some((text) => text.trim() === line),
  );
  expect(stale).toEqual([]);
});

test("a score counts mutants that were killed or hung, out of all that ran and can be noticed", () => {
  const mutant = (status: string, replacement = "") => ({
    mutatorName: "StringLiteral",
    status,
    replacement,
    location: { start: { line: 2, column: 9 }, end: { line: 2, column: 12 } },
  });
  const report: Report = {
    files: {
      "a.ts": {
        source: "const a = 1;\n  return b > 0;\n",
        mutants: ["Killed", "Timeout", "Survived", "NoCoverage", "RuntimeError", "Ignored"].map((status) =>
          mutant(status, "b"),
        ),
      },
    },
  };
  const score = scoreOf(report, ["a.ts", "none.ts"]);
  expect(score).toMatchObject({ killed: 2, equivalent: 0 });
  expect(score.alive).toEqual([
    "a.ts:2\n- return b > 0;\n+ returnb> 0;",
    "a.ts:2, no test reaches this\n- return b > 0;\n+ returnb> 0;",
  ]);
  expect(percent(score)).toBe(50);
});
