// A short run of `npm run fuzz`: no crash, no hang, no 500, whatever the input.
import { expect, test } from "vitest";
import { seed } from "../random.ts";
import { inputsOf, targets } from "./all-targets.ts";

test.each(targets)("$name, with any input", { timeout: 180_000 }, async (target) => {
  await expect(target.feed(inputsOf(target, 10_000), seed)).resolves.toBeUndefined();
});
