// A page outlives the gateway of its lab: it moves to another one when it's offered, and by itself when its own is gone.
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ensureSite, siteFolder } from "../../servers/gateway/pages/build.ts";
import { createSite } from "../../servers/gateway/pages/site.ts";
import { labOf, openBrowser, type TestBrowser } from "../browser/browser.ts";
import { type Learner, learner } from "../browser/learner.ts";
import { openPlayground } from "../playground.ts";
import { isMissing, startProxy } from "./proxy.ts";

describe.skipIf(isMissing("haproxy"))("a page behind HAProxy", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    await ensureSite();
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** A page whose lab is on one of two gateways, with B's adapter on. */
  async function open() {
    const site = createSite(siteFolder());
    const [a, b] = await Promise.all(
      ["a", "b"].map((name) => openPlayground({ name, trustedProxies: 1, site, capacity: 3 })),
    );
    if (!a || !b) throw new Error("two gateways");
    const proxy = await startProxy("haproxy", { a: a.gateway.port, b: b.gateway.port });
    onTestFinished(async () => {
      await proxy.close();
      await Promise.all([a.close(), b.close()]);
    });
    for (const url of [a.url, b.url, proxy.url]) {
      while ((await fetch(`${url}/readyz`)).status !== 200) await delay(20);
    }
    const allowed = /Failed to load resource|WebSocket/; // what the browser itself logs when a gateway is gone
    const me = learner(await browser.open(`${proxy.url}/07-the-adapter/`, { allowed }));
    await me.arrives();
    await me.switchAdapter("b", true);
    const name = await gatewayOf(me);
    return { me, name, own: name === "a" ? a : b };
  }
  const gatewayOf = async (me: Learner) => (await labOf(me.page)).id.split(".")[0];

  async function worksElsewhere(me: Learner, name: string | undefined) {
    await expect.poll(() => gatewayOf(me)).not.toBe(name);
    await me.arrives();
    await me.adapterIs("b", true);
    await me.send("α", "hi");
    await me.reads("α", "a", "hi");
  }

  test("moves to the other gateway when it's offered, and its own gateway can end", async () => {
    const { me, name, own } = await open();
    const { ending, move } = me.words.trouble;
    const drained = own.gateway.drain(600_000);
    await expect.poll(() => me.notices.textContent()).toContain(ending);
    await me.notices.getByRole("button", { name: move }).click();
    await drained; // the page closed the lab that it left
    await worksElsewhere(me, name);
    expect(await me.notices.textContent()).not.toContain(ending);
  });

  test("opens a lab on the other gateway when its own is gone", async () => {
    const { me, name, own } = await open();
    await own.gateway.close();
    await worksElsewhere(me, name);
  });
});
