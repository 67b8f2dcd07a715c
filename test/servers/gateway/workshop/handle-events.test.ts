// How many events one page may send, and how many of them may be invalid.
import { beforeEach, expect, test, vi } from "vitest";
import type { Participant } from "../../../../servers/gateway/workshop/authenticate.ts";
import { createEventHandler } from "../../../../servers/gateway/workshop/handle-events.ts";
import { LabError } from "../../../../servers/lab/errors.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  return () => void vi.useRealTimers();
});

function open() {
  const handle = createEventHandler(
    () => {},
    (error) => {
      throw error;
    },
  );
  const learner = { role: "learner" } as Participant;
  const run = (_person: unknown, isValid: unknown) => {
    if (isValid !== true) throw new LabError("invalid", "");
  };
  return (isValid: boolean) =>
    new Promise((resolve) => {
      const answer = (said: { error?: { code: string } }) => resolve(said.error?.code ?? "done");
      void handle(learner, "progress", { roles: ["learner"], run } as never, [isValid, answer]);
    });
}

test("a page sends 30 events a second", async () => {
  const send = open();
  for (let count = 0; count < 30; count += 1) expect(await send(true)).toBe("done");
  expect(await send(true)).toBe("rate");
  vi.advanceTimersByTime(1000);
  expect(await send(true)).toBe("done");
});

test("of a page that sent 30 invalid events, three more a second are looked at", async () => {
  const send = open();
  for (let count = 0; count < 30; count += 1) expect(await send(false)).toBe("invalid");
  vi.advanceTimersByTime(1000);
  for (let count = 0; count < 3; count += 1) expect(await send(false)).toBe("invalid");
  expect(await send(true)).toBe("rate");
  vi.advanceTimersByTime(1000);
  expect(await send(true)).toBe("done");
});
