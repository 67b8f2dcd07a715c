// `npm run faults -- --minutes 10 --seed 7`: faults for that long, over the embedded broker and then over a real Redis.
// `--fault <part of a name>` only runs those, over the kinds of Redis that can have them.
import { parseArgs } from "node:util";
import { findRedisServer } from "../../servers/redis/local.ts";
import { skipped } from "./machine.ts";
import { type Fault, kindsOfFaults } from "./random-faults.ts";
import { type Outcome, runFaults } from "./run-faults.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string" },
    fault: { type: "string", default: "" },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error("--minutes is a number above 0, --seed a whole number.");
  process.exit(2);
}

const hasRedis = (await findRedisServer(process.env.PATH ?? "")) !== null;
if (!hasRedis) console.log("There is no redis-server on the PATH: using only the embedded broker.");
for (const why of skipped) console.log(why);
const all = hasRedis ? (["embedded", "local", "external"] as const) : (["embedded"] as const);
const kinds = all.filter((kind) => kindsOfFaults({ kind, isLong: true }, values.fault).length > 0);
if (kinds.length === 0) {
  console.error(`There is no fault called "${values.fault}".`);
  process.exit(2);
}
for (const kind of kinds) {
  console.log(`Faults over the ${kind} Redis, seed ${seed}`);
  const outcomes = await runFaults({
    kind,
    seed,
    count: 10_000,
    isLong: true,
    named: values.fault,
    forMs: (minutes * 60_000) / kinds.length,
    onFault: ({ fault, recoveredMs }) =>
      console.log(`  ${recoveredMs.toFixed(0).padStart(6)} ms  ${JSON.stringify(fault)}`),
  });
  console.log(summary(outcomes));
}

/** One line for each kind of fault: how often it happened, and how long the recovery took. */
function summary(outcomes: readonly Outcome[]): string {
  const byFault = Map.groupBy(outcomes, ({ fault }) => fault.fault);
  const lines = [...byFault].map(([fault, found]: [Fault["fault"], Outcome[]]) => {
    const times = found.map(({ recoveredMs }) => recoveredMs).sort((one, other) => one - other);
    const at = (share: number) => `${(times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(0)} ms`;
    return `| ${fault} | ${found.length} | ${at(0.5)} | ${at(1)} |`;
  });
  const head = "| fault | times | recovered after, median | longest |\n| --- | --- | --- | --- |";
  return `${head}\n${lines.join("\n")}\n${outcomes.length} faults, 0 problems\n`;
}
