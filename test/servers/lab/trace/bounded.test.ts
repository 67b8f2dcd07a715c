// Lists and maps of a bounded size, and those that wait for their counterpart, held against a plain list.
import { expect, test } from "vitest";
import { createMemory, createWaitingList, remember } from "../../../../servers/lab/trace/bounded.ts";
import fc from "../../../random.ts";

test("a list keeps its last 1,000 items", () => {
  const list: number[] = [];
  for (let n = 1; n <= 1_000; n += 1) expect(remember(list, n)).toBe(list);
  expect([list.length, list[0]]).toEqual([1_000, 1]);
  remember(list, 1_001);
  expect([list.length, list[0], list.at(-1)]).toEqual([1_000, 2, 1_001]);
});

test("a memory forgets what was put first, and nothing while there is room", () => {
  const memory = createMemory<number>(2);
  memory.set("a", 1);
  memory.set("b", 2);
  expect([...memory.values()]).toEqual([1, 2]);
  memory.set("c", 3);
  expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([undefined, 2, 3]);
  memory.set("b", 4);
  expect([...memory.values()]).toEqual([4, 3]);
  expect([memory.delete("b"), memory.delete("b"), [...memory.values()]]).toEqual([true, false, [3]]);
});

test("a memory has 5,000 entries unless it is told otherwise", () => {
  const memory = createMemory<number>();
  for (let n = 1; n <= 5_001; n += 1) memory.set(`${n}`, n);
  expect([memory.get("1"), memory.get("2"), [...memory.values()].length]).toEqual([undefined, 2, 5_000]);
});

const max = 5;
const key = fc.constantFrom("a", "b", "c");
const steps = fc.array(fc.tuple(fc.constantFrom("add", "add", "take", "takeThrough"), key), {
  maxLength: 40,
});

/** The same as a waiting list, looked through from its beginning. */
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

test("a waiting list gives the oldest of a key, and all before it, and forgets the oldest of all", () => {
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
