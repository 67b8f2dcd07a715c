// `npm run mutants -- console origin --sample 40 --seed 7`: makes many small changes to the code, and expects a test to fail each
// time. Without names it takes every area, without --sample every line. Earlier results are kept in .mutants/, and only
// what has changed since is run again.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { areas } from "./areas.ts";
import { inRanges, percent, type Report, type Score, scoreOf } from "./report.ts";
import { sample } from "./sample-lines.ts";

/** In percent, over all requested areas. */
const least = 85;

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: "string" }, seed: { type: "string", default: "1" } },
});
const unknown = asked.find((name) => !Object.hasOwn(areas, name));
if (unknown !== undefined) {
  console.error(`There is no area called "${unknown}". Choose from: ${Object.keys(areas).join(", ")}.`);
  process.exit(2);
}
const [count, seed] = [Number(values.sample ?? 0), Number(values.seed)];
if (!Number.isInteger(count) || !Number.isInteger(seed)) {
  console.error("--sample is a number of lines of each area, --seed a whole number.");
  process.exit(2);
}

const textOf = (file: string) => readFileSync(file, "utf8");
const chosen = Object.entries(areas).filter(([name]) => asked.length === 0 || asked.includes(name));
const ranges = chosen.flatMap(([, files]) => (count > 0 ? sample(files, textOf, count, seed) : files));
if (count > 0) console.log(`${count} lines of each area, seed ${seed}`);

const { status } = spawnSync(
  "npx",
  ["--no-install", "stryker", "run", "test/mutants/stryker.json", "--mutate", ranges.join()],
  { stdio: "inherit", shell: process.platform === "win32" },
);
if (status !== 0) process.exit(status ?? 1);

const report = inRanges(JSON.parse(textOf(".mutants/report.json")) as Report, ranges);
const scores = chosen.map(([name, files]): [string, Score] => [name, scoreOf(report, files)]);
for (const [, { alive }] of scores) for (const diff of alive) console.log(`\n${diff}`);

const all: Score = {
  killed: sum(({ killed }) => killed),
  alive: scores.flatMap(([, { alive }]) => alive),
  equivalent: sum(({ equivalent }) => equivalent),
};
console.log(
  "\n| area | mutants | killed | alive | equivalent | score |\n| --- | --- | --- | --- | --- | --- |",
);
for (const [name, score] of [...scores, ["all", all] as const]) {
  const { killed, alive, equivalent } = score;
  const mutants = killed + alive.length + equivalent;
  console.log(
    `| ${name} | ${mutants} | ${killed} | ${alive.length} | ${equivalent} | ${percent(score).toFixed(1)} % |`,
  );
}
if (percent(all) < least) {
  console.error(`\nLess than ${least} % were killed.`);
  process.exitCode = 1;
}

function sum(count: (score: Score) => number): number {
  return scores.reduce((total, [, score]) => total + count(score), 0);
}
