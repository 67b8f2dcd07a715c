// The order of what two processes saw: by time, and final only when nobody can have seen anything earlier.
import { expect, test } from "vitest";
import { now } from "../../../../servers/lab/clock.ts";
import { createSequencer } from "../../../../servers/lab/trace/sequencer.ts";

function open() {
  const released: string[] = [];
  const marks: string[] = [];
  const silences: string[] = [];
  const sequencer = createSequencer<"a" | "b">((source, isSilent) => silences.push(`${source} ${isSilent}`));
  for (const source of ["a", "b"] as const) sequencer.add(source, () => marks.push(source));
  const at = (t: number, name: string, isDue?: () => boolean) => ({
    t,
    release: () => void released.push(name),
    ...(isDue && { isDue }),
  });
  return { released, marks, silences, sequencer, at };
}

test("holds back what one process saw until the other has told everything before it", () => {
  const { released, marks, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10"), at(20, "a20")], 20);
  expect([released, marks]).toEqual([[], ["b"]]);

  sequencer.push("b", [at(5, "b5"), at(15, "b15")], 15);
  expect(released).toEqual(["b5", "a10", "b15"]);

  sequencer.push("b", [], 30);
  expect(released).toEqual(["b5", "a10", "b15", "a20"]);
});

test("keeps the order in which one process saw things of the same moment", () => {
  const { released, sequencer, at } = open();
  sequencer.push("b", [], 10);
  sequencer.push("a", [at(7, "first"), at(7, "second"), at(7, "third")], 10);

  expect(released).toEqual(["first", "second", "third"]);
});

test("does not wait for a process that is gone", () => {
  const { released, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10")], 10);
  sequencer.remove("b");

  expect(released).toEqual(["a10"]);
});

test("waits for a process that does not answer, says so, and goes on without it when that takes too long", async () => {
  const { released, silences, sequencer, at } = open();
  const t = now();
  sequencer.push("a", [at(t, "a")], t);
  await expect.poll(() => silences).toEqual(["b true"]);
  expect(released).toEqual([]);

  await expect.poll(() => released).toEqual(["a"]);
  // Once given up, nobody waits for it again until it answers.
  sequencer.push("a", [at(t + 1, "next")], now());
  expect(released).toEqual(["a", "next"]);
  sequencer.push("b", [], now());
  expect(silences).toEqual(["b true", "b false"]);
});

test("puts what a process that was silent saw where it belongs, when it answers in time", async () => {
  const { released, silences, sequencer, at } = open();
  const t = now();
  sequencer.push("a", [at(t, "effect on A")], t);
  await expect.poll(() => silences).toEqual(["b true"]);

  sequencer.push("b", [at(t - 1, "cause on B")], now());
  expect(released).toEqual(["cause on B", "effect on A"]);
});

test("lets what may go past go past what is held back, after its time", async () => {
  const { released, sequencer, at } = open();
  const t = now();
  sequencer.push("a", [at(t, "held")], t);
  sequencer.put({ ...at(t + 1, "sent"), maxWaitMs: 100 });
  expect(released).toEqual([]);

  await expect.poll(() => released).toEqual(["sent"]);
});

test("holds back what is not due yet, with all that follows it", () => {
  const { released, sequencer, at } = open();
  let isDue = false;
  sequencer.push("b", [], 100);
  sequencer.push("a", [at(1, "one"), at(2, "two", () => isDue), at(3, "three")], 100);
  expect(released).toEqual(["one"]);

  isDue = true;
  sequencer.releaseFinal();
  expect(released).toEqual(["one", "two", "three"]);
});

test("asks a process only when it has been silent for a while: who sees something tells it by itself", async () => {
  const { released, marks, sequencer, at } = open();
  const t = now();
  sequencer.push("b", [], t);
  sequencer.push("a", [at(t + 1, "a")], t + 1);
  expect([released, marks]).toEqual([[], []]);

  await expect.poll(() => marks).toEqual(["b"]);
  sequencer.push("b", [], t + 2);
  expect(released).toEqual(["a"]);
});
