// Limited lists, and waiting lists compared with a plain list.
import { expect, test } from "vitest";
import { createWaitingList, pushBounded } from "../../../../servers/lab/trace/waiting-list.ts";
import fc from "../../../random.ts";

test("a list keeps its last 1,000 items", () => {
  const list: number[] = [];
  for (let n = 1; n <= 1_000; n += 1) expect(pushBounded(list, n)).toBe(list);
  expect([list.length, list[0]]).toEqual([1_000, 1]);
  pushBounded(list, 1_001);
  expect([list.length, list[0], list.at(-1)]).toEqual([1_000, 2, 1_001]);
});

const max = 5;
const key = fc.constantFrom("a", "b", "c");
const steps = fc.array(fc.tuple(fc.constantFrom("add", "add", "take", "takeThrough"), key), {
  maxLength: 40,
});

/** The same as a waiting list, searched from its beginning. */
function slowList() {
  let entries: { key: string; item: number }[] = [];
  return {
    add(key: string, item: number) {
      entries.push({ key, item });
      return entries.length > max ? entries.shift()?.item : undefined;
    },
    has: (key: string) => entries.some((entry) => entry.key === key),
    take(key: string) {
      const at = entries.findIndex((entry) => entry.key === key);
      return at < 0 ? undefined : entries.splice(at, 1)[0]?.item;
    },
    takeThrough(key: string) {
      const at = entries.findIndex((entry) => entry.key === key);
      if (at < 0) return undefined;
      const taken = entries.slice(0, at + 1).map(({ item }) => item);
      entries = entries.slice(at + 1);
      return { item: taken.at(-1), older: taken.slice(0, -1) };
    },
    items: () => entries.map(({ item }) => item),
  };
}

test("a waiting list returns the oldest of a key, and all before it, and forgets the oldest of all", () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const [list, slow] = [createWaitingList<number>(max), slowList()];
      for (const [n, [step, key]] of steps.entries()) {
        if (step === "add") expect(list.add(key, n)).toBe(slow.add(key, n));
        if (step === "take") expect(list.take(key)).toBe(slow.take(key));
        if (step === "takeThrough") expect(list.takeThrough(key)).toEqual(slow.takeThrough(key));
        for (const one of ["a", "b", "c"]) expect(list.has(one)).toBe(slow.has(one));
        expect(list.items()).toEqual(slow.items());
      }
    }),
    { numRuns: 300 },
  );
});
