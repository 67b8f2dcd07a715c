// How is the link broken? What the control of lesson 10 finds in a real lab.
import { expect, test } from "vitest";
import { outageSetup } from "../../site/lab/outage/outages.ts";
import { tryOutage } from "../../site/lab/outage/try-outage.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { labOfTests } from "./lab-of-tests.ts";

const lab = labOfTests("embedded", false);

test.each([
  ["adapter", "close", { own: "at-once", out: "late", in: "lost" }],
  ["adapter", "blackhole", { own: "at-once", out: "lost", in: "lost" }],
  ["adapter", "stall", { own: "at-once", out: "late", in: "late" }],
  ["sharded", "close", { own: "late", out: "late", in: "lost" }],
] as const)("with %s and a cable that is %s", async (link, state, outcomes) => {
  const { actions } = lab;
  expect(await setUp(outageSetup(link), actions), actions.refused.join("; ")).toBe(true);
  expect(await tryOutage(actions, state), actions.refused.join("; ")).toEqual(outcomes);
});
