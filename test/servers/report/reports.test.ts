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
  reports.forget();
  resolve();
  await expect(made).rejects.toThrow("started again while the report");
  expect(reports.state()).toEqual({ is: "failed", message: expect.stringContaining("started again") });
});

test("one that loses a connection otherwise is the gateway's fault", async () => {
  const reports = createReports(() => Promise.resolve().then(ends["loses a connection"]));
  await expect(reports.make({})).rejects.toThrow("websocket error");
  expect(reports.state()).toMatchObject({ is: "failed", message: expect.stringContaining("terminal") });
});
