// What a gateway that ends still does.
import { expect, onTestFinished, test } from "vitest";
import { openWorld } from "../../world.ts";

test("a call that came before the end is carried out and answered", async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const lab = await world.openLab();
  await lab.change("POST", "/servers/a/kill");
  const before = (await lab.trace()).at(-1)?.seq ?? 0;
  const answer = world.call("POST", `/api/labs/${lab.id}/servers/a/start`, { token: lab.token });
  await lab.traced("server", ({ seq, state }) => seq > before && state === "starting");

  await world.close();

  expect(await answer).toMatchObject({ status: 200, body: { state: "running" } });
});

test("a call that is never completed holds up the end for two seconds at most", async () => {
  const world = await openWorld();
  const lab = await world.openLab();
  const aborted = new AbortController();
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
  });
  const call = fetch(`${world.url}/api/labs/${lab.id}/balancer`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${lab.token}` },
    body,
    duplex: "half",
    signal: aborted.signal,
  } as RequestInit);
  onTestFinished(() => aborted.abort());
  await lab.trace(); // by another connection, after the call

  await world.close();

  await expect(call).rejects.toThrow("fetch failed");
});
