// How messages and clients are named, and which reports are waited for.
import { expect, test } from "vitest";
import type { RawObservation } from "../../../../servers/lab/process-protocol.ts";
import { connected, type Given, open, received } from "./correlation.ts";

test("an observation without a cause is its own message each time", () => {
  const { take } = open();
  const told = (): Given => ({ type: "delivered", cause: null, sockets: [], event: "message", text: "" });
  const messages = [told(), told()].flatMap((raw) => take(raw)).map(({ observation }) => observation);
  expect(messages).toMatchObject([{ message: "m1" }, { message: "m2" }]);
});

test("what happened after something is the same message, however often it's looked up", () => {
  const { take } = open();
  const cause = (cause: string): Given => ({
    type: "delivered",
    cause,
    sockets: [],
    event: "message",
    text: "",
  });
  const messages = ["c1", "c2", "c1", "c1"].flatMap((name) => take(cause(name)));
  expect(messages.map(({ observation }) => observation)).toMatchObject([
    { message: "m1" },
    { message: "m2" },
    { message: "m1" },
    { message: "m1" },
  ]);
});

test("clients without a name are numbered", () => {
  const { take } = open();
  const names = ["s1", "s2"].flatMap((socket) => take({ ...connected, socket, name: null } as Given));
  expect(names.map(({ observation }) => observation)).toMatchObject([
    { client: "client 1" },
    { client: "client 2" },
  ]);
});

test("only reports a page may still send are waited for", () => {
  const { correlator } = open();
  expect(correlator.isDue({ ...connected, reports: true, t: 1 } as RawObservation)).toBe(true);
  expect(correlator.isDue({ ...received, t: 1 } as RawObservation)).toBe(true);
  correlator.take("a", { ...connected, reports: true, t: 1 } as RawObservation);
  expect(correlator.isDue({ ...received, t: 2 } as RawObservation)).toBe(false);
  expect(correlator.isDue({ type: "skipped", count: 1, t: 2 })).toBe(true);
});
