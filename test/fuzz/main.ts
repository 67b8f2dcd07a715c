// `npm run fuzz -- --inputs 1000000 --seed 7`: any input, for everything that takes input from outside.
// `--target <part of a name>` sends all inputs to one target.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureSite } from "../../servers/gateway/pages/build.ts";
import { type Group, groups, inputsOf } from "./all-targets.ts";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "100000" },
    seed: { type: "string" },
    target: { type: "string" },
    // For its own second process.
    group: { type: "string", default: "sockets" },
  },
});
const all = Number(values.inputs);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!(all > 0) || !Number.isInteger(seed)) {
  console.error("--inputs is a number above 0, --seed a whole number.");
  process.exit(2);
}

/** A hang is a finding, too. */
const withinMs = 60 * 60_000;
setTimeout(() => {
  console.error(`Not done after ${withinMs / 60_000} minutes, seed ${seed}`);
  process.exit(1);
}, withinMs).unref();

if (values.group === "sockets") {
  await ensureSite();
  console.log(`Seed ${seed}\n\n| what is fed | inputs | s |\n| --- | --- | --- |`);
}
const args = [...process.argv.slice(2), "--seed", String(seed), "--group", "functions"];
const other = values.group === "sockets" && fork(fileURLToPath(import.meta.url), args);
const ended = other && once(other, "exit");
await feed(values.group as Group).catch((error) => {
  if (other) other.kill();
  throw error;
});
const [code] = (await (ended || [0])) as [number | null];
if (code !== 0) process.exit(1);
if (other) console.log(`\n${all} inputs: no crash, no hang, no 500`);

async function feed(group: Group): Promise<void> {
  for (const target of groups[group].filter(({ name }) => name.includes(values.target ?? ""))) {
    const inputs = values.target === undefined ? inputsOf(target, all) : all;
    const start = performance.now();
    await target.feed(inputs, seed);
    console.log(`| ${target.name} | ${inputs} | ${((performance.now() - start) / 1000).toFixed(1)} |`);
  }
}
