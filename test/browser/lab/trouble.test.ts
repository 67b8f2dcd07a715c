// When something goes wrong, the page says what and what to do, keeps what was typed, and recovers by itself.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureSite } from "../../../servers/gateway/pages/build.ts";
import { createBroker, type RunningBroker } from "../../../servers/redis/broker/broker.ts";
import { type StartedPlayground, startPlayground } from "../../playground.ts";
import { endedMeanwhile as allowed, labOf, openBrowser, type TestBrowser } from "../browser.ts";
import { learner } from "../learner.ts";

let browser: TestBrowser;
let redis: RunningBroker;
let gateway: StartedPlayground;
beforeAll(async () => {
  await ensureSite();
  [browser, redis] = await Promise.all([openBrowser(), createBroker()]);
  gateway = await startPlayground({ args: ["--capacity", "2", "--redis-url", redis.url] });
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
  await redis?.close();
});

const open = async () => {
  const page = await browser.open(`${gateway.url}/07-the-adapter/`, { allowed });
  const me = learner(page);
  await me.arrives();
  return me;
};
const notice = (me: Awaited<ReturnType<typeof open>>, text: string) =>
  expect.poll(() => me.notices.textContent()).toContain(text);

describe("a page whose gateway or lab is gone", () => {
  test.each(["SIGKILL", "SIGTERM"] as const)(
    "outlives a gateway that ends by %s: it says so, keeps what is typed, and gets a new lab by itself",
    { timeout: 180_000 },
    async (signal) => {
      const me = await open();
      const { trouble } = me.words;
      await me.switchAdapter("b", true);
      const tookText = async () => ((await me.stage.locator(".took").nth(1).textContent()) ?? "").trim();
      await expect.poll(tookText).toMatch(/^in \d/);
      const took = await tookText();
      const before = await labOf(me.page);
      await me.field("α").fill("still here");

      await (signal === "SIGKILL" ? gateway.kill() : gateway.close());
      await notice(me, trouble.away);
      await expect.poll(() => me.adapter("a").isEnabled()).toBe(false);
      // Its servers end with it, a moment later.
      await expect.poll(() => me.page.locator(".picture .face:not(.off)").count()).toBe(0);
      const picture = await me.stage.textContent();
      expect(picture).toContain(me.words.outOfReach);
      expect(picture).not.toMatch(/pid \d/);
      expect(await me.field("α").inputValue()).toBe("still here");

      await gateway.start();
      await notice(me, trouble.replaced);
      await expect.poll(() => me.notices.textContent()).not.toContain(trouble.away);
      await me.arrives();
      expect((await labOf(me.page)).id).not.toBe(before.id);
      expect(await me.field("α").inputValue()).toBe("still here");
      await me.adapterIs("b", true);
      await me.tab("matrix").click();
      expect(await me.stage.textContent()).not.toContain(took);
      await me.sendButton("α").click();
      await me.sees("still here", [/α heard it/, /β should have heard it but didn’t/]);
    },
  );

  test("opens another lab when its own was closed elsewhere, and says so", async () => {
    const me = await open();
    const { id, token } = await labOf(me.page);
    await fetch(`${gateway.url}/api/labs/${id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    await notice(me, me.words.trouble.replaced);
    await me.arrives();
    expect((await labOf(me.page)).id).not.toBe(id);
    await me.notices.getByRole("button", { name: me.words.trouble.dismiss }).click();
    await expect.poll(() => me.notices.textContent()).not.toContain(me.words.trouble.replaced);
  });

  test("says if no lab is free and what to do, and takes the next free one", async () => {
    const held = await Promise.all(
      ["one", "two"].map(async () => {
        const answer = await fetch(`${gateway.url}/api/labs`, { method: "POST" });
        return (await answer.json()) as { id: string; token: string };
      }),
    );
    const page = await browser.open(`${gateway.url}/07-the-adapter/`, { allowed });
    const me = learner(page);
    await notice(me, me.words.trouble.full);
    expect(await me.notices.textContent()).not.toMatch(/npm|capacity/);
    expect(await me.stage.textContent()).not.toContain(me.words.states.starting);
    await me.field("α").fill("waiting");
    for (const { id, token } of held) {
      await fetch(`${gateway.url}/api/labs/${id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${token}` },
      });
    }
    await me.arrives();
    expect(await me.field("α").inputValue()).toBe("waiting");
    await expect.poll(() => me.notices.textContent()).not.toContain(me.words.trouble.full);
  });
});

describe("a page whose gateway refuses or is out of reach", () => {
  test("shows why a link was refused, and the switch stays as it was", async () => {
    const me = await open();
    const { id, token } = await labOf(me.page);
    await fetch(`${gateway.url}/api/labs/${id}/cables/a`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ state: "blackhole" }),
    });
    await me.adapter("a").click();
    await notice(me, me.words.trouble.refused("Server A could not be linked by adapter"));
    await notice(me, "Set the cable to up first");
    await me.adapterIs("a", false);
  });

  test("offline, says that nothing was switched, and works again when the network does", async () => {
    const me = await open();
    await me.page.context().setOffline(true);
    // By the page itself: some seconds later the page knows that it's offline, and the switch can't be pressed any more.
    await me.adapter("a").evaluate((button: HTMLElement) => button.click());
    await notice(me, me.words.trouble.offline);
    await me.adapterIs("a", false);
    await me.page.context().setOffline(false);
    await me.arrives();
    await me.switchAdapter("a", true);
  });

  test("offline, says so within seconds of a click; messages sent once the network is back arrive", async () => {
    const me = await open();
    // Without a network its code couldn't be loaded.
    await me.opens("matrix");
    await me.page.context().setOffline(true);
    await me.send("α", "into the air");
    // Without the check at the click, the heartbeat would only notice after 20 to 45 s.
    await expect
      .poll(() => me.notices.textContent(), { timeout: 15_000 })
      .toContain(me.words.trouble.deviceOffline);
    await me.page.context().setOffline(false);
    await me.arrives();
    await expect.poll(() => me.notices.textContent()).not.toContain(me.words.trouble.deviceOffline);
    await me.send("α", "on the ground");
    await me.sees("on the ground", [/α heard it/, /β should have heard it but didn’t/]);
  });

  test("an experiment's note about a lab that was away goes when the lab is back, and then it runs", {
    timeout: 180_000,
  }, async () => {
    const me = await open();
    const step = me.experiment("a-alone");
    await step.waitUntilLive();
    await gateway.close();
    await notice(me, me.words.trouble.away);
    await step.predicts("α");
    await step.run.click();
    await step.hint.getByText(me.words.experiment.away).waitFor();
    await gateway.start();
    await me.arrives();
    await expect.poll(() => step.hint.textContent()).not.toContain(me.words.experiment.away);
    await step.run.click();
    await step.ends();
  });

  test("says when Redis is down and what that means, and when it is back", async () => {
    const me = await open();
    await me.tab("matrix").click();
    for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
    await redis.close();
    await notice(me, me.words.trouble.redisDown);
    await expect.poll(() => me.stage.getByText(me.words.redisDown, { exact: true }).count()).toBe(1);
    await me.send("α", "into the dark");
    await me.sees("into the dark", [/α heard it/, /β should have heard it but didn’t\. .*Redis/]);

    redis = await createBroker({ port: redis.port });
    await expect.poll(() => me.notices.textContent()).not.toContain(me.words.trouble.redisDown);
    await expect
      .poll(
        async () => {
          await me.send("α", "light");
          return (await me.matrix())[0]?.join(" ");
        },
        { interval: 700 },
      )
      .toMatch(/β heard it/);
  });
});
