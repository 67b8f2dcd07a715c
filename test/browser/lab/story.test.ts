// The whole story in a real browser: B hears nothing, the adapter is turned on, B hears. Nothing is reloaded.
import { afterAll, beforeAll, describe, test } from "vitest";
import { redisKinds } from "../../world.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

describe.each(redisKinds)("a learner with $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  let world: BrowserWorld;
  beforeAll(async () => {
    if (!missing) world = await openBrowserWorld(kind);
  });
  afterAll(() => world?.close());

  it("sees that B hears nothing and why, turns both adapters on, and sees that B hears", async () => {
    const me = learner(await world.open("/07-the-adapter/"));
    await me.arrives();
    await me.tab("matrix").click();
    await me.send("α", "before");
    await me.sees("before", [/α heard it after .* ms/, /β should have heard it but didn’t\. .*A/]);

    for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
    await me.send("α", "after");
    await me.sees("after", [/α heard it after .* ms/, /β heard it after .* ms/]);
    await me.sees("before", [/α heard it/, /β should have heard it but didn’t/]);
  });
});
