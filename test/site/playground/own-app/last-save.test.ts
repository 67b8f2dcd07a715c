// What the playground says after an app was started again: it was saved, or only runs with another adapter.
import { expect, test } from "vitest";
import type { Derived } from "../../../../site/lab/derive/messages.ts";
import { lastSave } from "../../../../site/playground/own-app/last-save.ts";

let seq = 0;
const starts = (isAdapterLeftOut: boolean) =>
  (["a", "b"] as const).map((server) => {
    const app = { socketIo: "4.8.1", adapter: null, ...(isAdapterLeftOut && { isAdapterLeftOut }) };
    return { seq: ++seq, at: seq, type: "app", server, app } as Derived["notable"][number];
  });

test("starts with or without the app's own adapter aren't saves, and those between them are", () => {
  expect(lastSave([])).toBeUndefined();
  expect(lastSave(starts(false))).toEqual({ is: "running" });
  expect(lastSave(starts(true))).toBeUndefined();
  expect(lastSave([...starts(true), ...starts(true)])).toEqual({ is: "running" });
  expect(lastSave([...starts(true), ...starts(false)])).toBeUndefined();
  const changed = starts(false).map((event) => ({ ...event, during: "run" }) as typeof event);
  expect(lastSave(changed)).toBeUndefined();
  expect(lastSave([...starts(true), ...changed])).toBeUndefined();
});
