// `npm run mutants -- console origin`: changes the code a little, many times over, and wants a test to fail each time. Without
// names it takes every area. What was found before is kept in .mutants/, and only what has changed since is run again.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { areas } from "./areas.ts";
import { percent, type Report, type Score, scoreOf } from "./report.ts";

/** In percent, over all areas that were asked for. */
const least = 85;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(areas, name));
if (unknown !== undefined) {
  console.error(`No area is called "${unknown}". There are: ${Object.keys(areas).join(", ")}.`);
  process.exit(2);
}
const chosen = Object.entries(areas).filter(([name]) => asked.length === 0 || asked.includes(name));
const files = chosen.flatMap(([, names]) => names);

const { status } = spawnSync(
  "npx",
  ["--no-install", "stryker", "run", "test/mutants/stryker.json", "--mutate", files.join()],
  { stdio: "inherit", shell: process.platform === "win32" },
);
if (status !== 0) process.exit(status ?? 1);

const report = JSON.parse(readFileSync(".mutants/report.json", "utf8")) as Report;
const scores = chosen.map(([name, names]): [string, Score] => [name, scoreOf(report, names)]);
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
  const count = killed + alive.length + equivalent;
  console.log(
    `| ${name} | ${count} | ${killed} | ${alive.length} | ${equivalent} | ${percent(score).toFixed(1)} % |`,
  );
}
if (percent(all) < least) {
  console.error(`\nLess than ${least} % were killed.`);
  process.exitCode = 1;
}

function sum(count: (score: Score) => number): number {
  return scores.reduce((total, [, score]) => total + count(score), 0);
}
