// A report on an app that is started again meanwhile: it says so, whatever failed because of that.
import { expect, test } from "vitest";
import { createReports } from "../../../servers/gateway/own-app/reports.ts";
import { LabError } from "../../../servers/lab/errors.ts";
import type { Report } from "../../../servers/protocol-report.ts";

const ends = {
  "is done": () => ({}) as Report,
  "loses a connection": () => {
    throw new Error("websocket error");
  },
  "is refused": () => {
    throw new LabError("conflict", "Server A is crashed.");
  },
};

test.each(Object.entries(ends))("one that %s says that the app was started again", async (_, end) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const reports = createReports(() => promise.then(end));
  const made = reports.make({});
  const restarted = reports.whileRestarting(async () => {});
  resolve();
  await expect(made).rejects.toThrow("started again while the report");
  await restarted;
  expect(reports.state()).toEqual({ is: "failed", message: expect.stringContaining("started again") });
});

test("the app is started again once the report touches it no more, and no other is made meanwhile", async () => {
  const order: string[] = [];
  const reports = createReports(async ({ signal }) => {
    await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    order.push("gave up");
    signal?.throwIfAborted();
    return {} as Report;
  });
  const made = reports.make({});
  const restarted = reports.whileRestarting(async () => {
    order.push("restarted");
    expect(() => reports.make({})).toThrow("being started again");
  });
  await expect(made).rejects.toThrow("started again while the report");
  await restarted;
  expect(order).toEqual(["gave up", "restarted"]);
});

test("a report is kept if the app couldn't be started again, and dropped if it was", async () => {
  const reports = createReports(async () => ({}) as Report);
  await reports.make({});
  const refused = reports.whileRestarting(ends["is refused"]);
  await expect(refused).rejects.toThrow("crashed");
  expect(reports.state().is).toBe("done");
  await reports.whileRestarting(async () => {});
  expect(reports.state().is).toBe("none");
});

test("one that loses a connection otherwise is the gateway's fault", async () => {
  const reports = createReports(() => Promise.resolve().then(ends["loses a connection"]));
  await expect(reports.make({})).rejects.toThrow("websocket error");
  expect(reports.state()).toMatchObject({ is: "failed", message: expect.stringContaining("terminal") });
});
