// A report by HTTP: made by who may change the lab, one at a time, kept until the app is saved again.
import { appendFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { ReportState } from "../../../servers/protocol-report.ts";
import { openWorld } from "../../world.ts";
import { copyOf, openApp } from "../app/copy.ts";

test("a report is made once at a time, says what was found, and is forgotten when the app is saved", async () => {
  const file = copyOf("chat.js");
  const { world, printed } = await openApp(file);
  onTestFinished(() => world.close());
  const { id, token } = await world.openLab({ shared: true });
  const path = `/api/labs/${id}/report`;
  const state = async () => (await world.call("GET", path)).body as ReportState;
  const make = (body: unknown) => world.call("POST", path, { token, body });
  const ended = async () => {
    await expect.poll(async () => (await state()).is).not.toBe("running");
    return state();
  };

  expect(await state()).toEqual({ is: "none" });
  expect((await world.call("POST", path, { body: {} })).status).toBe(401);
  for (const body of ["no JSON", [], { other: 1 }, { probes: { events: [] } }])
    expect((await make(body)).body).toMatchObject({ error: { code: "invalid" } });
  expect(await state()).toEqual({ is: "none" });

  const events = [{ event: "chat message", args: ["hi"] }];
  expect(await make({ probes: { events } })).toMatchObject({ status: 202, body: { is: "running" } });
  expect((await make({})).body).toMatchObject({
    error: { code: "conflict", message: expect.stringContaining("A report is being made") },
  });
  expect(await ended()).toMatchObject({
    is: "done",
    report: { file: "chat.js", adapter: null, silent: ["chat message"], crashes: [] },
  });

  appendFileSync(file, "\n// saved");
  await expect.poll(() => printed.join("\n")).toContain("both servers run it now");
  expect(await state()).toEqual({ is: "none" });

  await make({ probes: { events } });
  appendFileSync(file, "\n// saved again");
  expect(await ended()).toEqual({
    is: "failed",
    message: expect.stringContaining("started again while the report"),
  });
  const restarts = () => printed.filter((line) => line.includes("both servers run it now"));
  await expect.poll(restarts).toHaveLength(2);
});

test("a lab without an app has no report, and says how to get one", async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const { id, token } = await world.openLab();
  for (const method of ["GET", "POST"])
    expect(
      await world.call(method, `/api/labs/${id}/report`, { token, ...(method === "POST" && { body: {} }) }),
    ).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("--server <file>") } },
    });
});
