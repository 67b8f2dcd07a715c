// Work that takes turns: never more than the limit at once, first come first served, and a failure passes its turn on.
import { expect, test } from "vitest";
import { createTurns } from "../../../servers/lab/turns.ts";

test("at most two are in progress, and the others follow in order", async () => {
  const inTurn = createTurns(2);
  const begun: number[] = [];
  const works = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const all = works.map(({ promise }, index) =>
    inTurn(async () => {
      begun.push(index);
      await promise;
      return index;
    }),
  );
  expect(begun).toEqual([0, 1]);
  works[1]?.resolve();
  expect(await all[1]).toBe(1);
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  works[0]?.reject(new Error("no lab"));
  await expect(all[0]).rejects.toThrow("no lab");
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  for (const { resolve } of works) resolve();
  expect(await Promise.all(all.slice(1))).toEqual([1, 2, 3, 4]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});
