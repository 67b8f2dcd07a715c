// `npm run fuzz -- --inputs 100000 --seed 7`: anything, for everything that takes input from outside.
import { parseArgs } from "node:util";
import { inputsOf, targets } from "./targets.ts";

const { values } = parseArgs({
  options: { inputs: { type: "string", default: "100000" }, seed: { type: "string" } },
});
const all = Number(values.inputs);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!(all > 0) || !Number.isInteger(seed)) {
  console.error("--inputs is a number above 0, --seed a whole number.");
  process.exit(2);
}

/** Whatever hangs is a finding too. */
const withinMs = 20 * 60_000;
setTimeout(() => {
  console.error(`Not done after ${withinMs / 60_000} minutes, seed ${seed}`);
  process.exit(1);
}, withinMs).unref();

console.log(`Seed ${seed}\n\n| what is fed | inputs | s |\n| --- | --- | --- |`);
let fed = 0;
for (const target of targets) {
  const inputs = inputsOf(target, all);
  const start = performance.now();
  await target.feed(inputs, seed);
  fed += inputs;
  console.log(`| ${target.name} | ${inputs} | ${((performance.now() - start) / 1000).toFixed(1)} |`);
}
console.log(`\n${fed} inputs: no crash, no hang, no 500`);
