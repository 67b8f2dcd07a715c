// A lab in a link: made in one browser and rebuilt in another, broken in every way, and made from a lesson's step.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encode } from "../../../site/lab/arrangement/fragment.ts";
import { playgroundWords } from "../../../site/playground/words/all.ts";
import fc, { seed } from "../../random.ts";
import { buildable } from "../../site/lab/arrangement/arbitrary.ts";
import { redisKinds } from "../../world.ts";
import { type BrowserWorld, endedMeanwhile, labOf } from "../browser.ts";
import { learner } from "../learner.ts";
import { violations } from "../violations.ts";
import { button, copyLink, openRealWorld, say, two, visit } from "./visit.ts";

const { missing } = redisKinds[1];
let world: BrowserWorld;
beforeAll(async () => {
  world = await openRealWorld();
});
afterAll(() => world?.close());

describe("a lab in a link", () => {
  test
    .skipIf(missing)
    .each(fc.sample(buildable, { seed, numRuns: 2 }).map((one, index) => [index, one] as const))(
    `made in one browser is rebuilt in another (arrangement %i, seed ${seed})`,
    async (_, wanted) => {
      const { page } = await visit(world, `/playground/#${encode(wanted)}`);
      const settled = async (one: Page, last?: string) => {
        let link = await copyLink(one);
        if (last !== undefined) await expect.poll(async () => (link = await copyLink(one))).toBe(last);
        return link;
      };
      const expected = `${world.url}/playground/#${encode({ ...wanted, panel: wanted.panel ?? "terminals" })}`;
      await settled(page, expected);
      const other = await visit(world, expected.slice(world.url.length));
      await settled(other.page, expected);
      expect((await labOf(other.page)).id).not.toBe((await labOf(page)).id);
    },
  );

  test("runs at one press, in the other language too", async () => {
    const page = await world.open(`/zh-cn/playground/#${encode(two)}`, { allowed: endedMeanwhile });
    const me = learner(page, "zh-cn");
    const { run } = playgroundWords["zh-cn"];
    await expect.poll(() => page.getByRole("button", { name: run.run, exact: true }).isEnabled()).toBe(true);
    await button(page, run.run).click();
    await me.sees("from a link", [/Ida/, /Bo/]);
    expect(await violations(page)).toEqual([]);
  });

  test("is set up and run by a press that comes before the link was read", async () => {
    const page = await world.open("/404", { allowed: /404/ });
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route(/_astro\/decode\.[^/]*\.js/, async (route) => {
      await promise;
      await route.continue().catch(() => {});
    });
    await page.goto(new URL(`/playground/#${encode(two)}`, world.url).href);
    const me = learner(page);
    await expect.poll(() => page.locator("astro-island").first().getAttribute("ssr")).toBe(null);
    await button(page, say.run.run).click();
    resolve();
    await me.sees("from a link", [/Ida heard it/, /Bo should have heard it/]);
  });

  test.each([
    ["#nonsense", say.problem({ what: "foreign" })],
    ["#lab9.e30", say.problem({ what: "too-new", version: 9 })],
    [`#${encode(two).slice(0, -5)}`, say.problem({ what: "broken" })],
    [`#lab1.${"e30".repeat(900)}`, say.problem({ what: "too-long", length: 2705 })],
    [
      `#${encode({ ...two, clients: [{ name: "<b>\u202e", server: "a" }], run: [] })}`,
      say.problem({ what: "unsafe", where: "clients.0.name" }),
    ],
    ["#%E0%A4%A", say.problem({ what: "foreign" })],
  ])("that isn’t a lab opens a plain playground and says why (%#)", async (hash, problem) => {
    const { page } = await visit(world, `/playground/${hash}`);
    expect(await page.getByRole("alert").first().textContent()).toContain(problem);
    await page.locator("button.face", { hasText: "β" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, say.dismiss).click();
    await expect.poll(() => page.getByText(problem).count()).toBe(0);
  });

  test("names what it can't carry", async () => {
    const { page } = await visit(world, "/playground/");
    await page.getByRole("textbox", { name: say.send.args }).fill(JSON.stringify("x".repeat(900)));
    for (let count = 0; count < 2; count += 1) await button(page, say.send.add).click();
    await button(page, say.share.link).click();
    await page.getByText(/^The link would have \d{4} characters/).waitFor();
  });

  test("is what a step of a lesson opens as", async () => {
    const page = await world.open("/07-the-adapter/");
    const link = page.getByRole("link", { name: learner(page).words.experiment.inPlayground }).first();
    await link.click();
    await page.waitForURL(/\/playground\/#lab1\./);
    await expect.poll(() => button(page, `+ ${say.clients.add.a}`).first().isEnabled()).toBe(true);
    expect(await page.getByRole("alert").count()).toBeLessThanOrEqual(1);
    await page.getByText(say.ownLook).waitFor();
  });
});
