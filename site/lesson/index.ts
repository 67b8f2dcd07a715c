// The components a lesson can use: import { A, Ask, B, Costs, Exercise, Experiment, FindTheFault, Only, Outage, Redis, Source, Wrong } from "#lesson".

export { default as Ask } from "../quiz/Ask.astro";
export { default as A } from "./A.astro";
export { default as B } from "./B.astro";
export { default as Costs } from "./Costs.astro";
export { default as Experiment } from "./Experiment.astro";
export { default as Exercise } from "./exercise/Exercise.astro";
export { default as FindTheFault } from "./FindTheFault.astro";
export { default as Only } from "./Only.astro";
export { default as Outage } from "./outage/Outage.astro";
export { default as Redis } from "./Redis.astro";
export { default as Source } from "./Source.astro";
export { default as Wrong } from "./Wrong.astro";
