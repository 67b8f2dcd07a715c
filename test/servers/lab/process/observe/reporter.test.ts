// What a server process sees goes out in batches, and no more than is allowed in a second.
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createErrorBoundary } from "../../../../../servers/error-boundary.ts";
import { createReporter } from "../../../../../servers/lab/process/observe/reporter.ts";
import type { RawObservation } from "../../../../../servers/lab/process-protocol.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["hrtime", "performance", "setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
});

function open(maxPerSecond = 1000) {
  const batches: RawObservation[][] = [];
  return {
    batches,
    ...createReporter((_, observations) => batches.push(observations), maxPerSecond, createErrorBoundary()),
  };
}

const delivered = (text: string) => ({
  type: "delivered" as const,
  cause: null,
  sockets: [],
  event: "message",
  text,
});
const texts = (batch: RawObservation[] = []) => batch.map((one) => ("text" in one ? one.text : one.type));

test("sends what it has at most every 20 ms, in order", () => {
  const { batches, report } = open();
  for (let ms = 0; ms < 100; ms += 1) {
    report(delivered(`${ms}`));
    vi.advanceTimersByTime(1);
  }
  expect(batches).toHaveLength(5);
  expect(batches.flatMap(texts)).toEqual(Array.from({ length: 100 }, (_, ms) => `${ms}`));
});

test("sends nothing while it has nothing", () => {
  const { batches } = open();
  vi.advanceTimersByTime(10_000);
  expect(batches).toEqual([]);
});

test("does postponed work when the batch goes out, before a flush", () => {
  const { batches, report, later, flush } = open();
  later(() => report(delivered("put off")));
  expect(batches).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(batches.map(texts)).toEqual([["put off"]]);
  later(() => report(delivered("in time")));
  flush();
  expect(texts(batches[1])).toEqual(["in time"]);
});

test("counts what exceeds a second's limit, and always keeps connections", () => {
  const { batches, report, flush } = open(3);
  for (let count = 0; count < 5; count += 1) report(delivered(`${count}`));
  report({ type: "joined", socket: "s", room: "r" });
  flush();
  expect(texts(batches[0])).toEqual(["0", "1", "2", "joined", "skipped"]);
  expect(batches[0]?.at(-1)).toMatchObject({ type: "skipped", count: 2 });
  vi.advanceTimersByTime(1100);
  report(delivered("again"));
  flush();
  expect(texts(batches.at(-1))).toEqual(["again"]);
});
