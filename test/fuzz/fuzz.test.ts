// A short run of what `npm run fuzz` does at length: no crash, no hang, no 500, whatever comes.
import { expect, test } from "vitest";
import { seed } from "../random.ts";
import { inputsOf, targets } from "./all-targets.ts";

test.each(targets)("$name, with anything", { timeout: 180_000 }, async (target) => {
  await expect(target.feed(inputsOf(target, 10_000), seed)).resolves.toBeUndefined();
});
