// The system refuses to start processes, as it does when a user has too many.
import { expect, onTestFinished, test } from "vitest";
import "../../faults/no-forks.ts";
import { openWorld } from "../../world.ts";

test("answers while no process can be started, and opens labs again when one can", async () => {
  const world = await openWorld("embedded", { poolSize: 2 });
  onTestFinished(world.close);
  const toggle = () => process.emit("SIGUSR2");
  toggle();

  // The pool is used up, and refilling it fails in the meantime.
  const refusals = [];
  for (let asked = 0; asked < 3; asked += 1) refusals.push(await world.call("POST", "/api/labs"));
  const health = await world.call("GET", "/healthz");
  toggle();

  expect(refusals.at(-1)?.status).toBe(503);
  expect(health.status).toBeLessThan(504);
  await expect.poll(() => world.call("POST", "/api/labs")).toMatchObject({ status: 201 });
});
