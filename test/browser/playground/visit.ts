// Visiting the playground in a browser, and copying its link.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { completed } from "../../../site/lab/arrangement/arrangement.ts";
import { playgroundWords } from "../../../site/playground/words/all.ts";
import { redisKinds } from "../../world.ts";
import { type BrowserWorld, endedMeanwhile, type OpenOptions, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

export const say = playgroundWords.en;

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
export const two = completed({
  links: { a: "adapter" },
  clients: [
    { name: "Ida", server: "a", rooms: ["tea"] },
    { name: "Bo", server: "b", transport: "polling" },
  ],
  panel: "matrix",
  run: [{ client: "Ida", event: "message", args: ["from a link"] }],
});

/** A world on real Redis where there is one, for the tests of a file. */
export const openRealWorld = (): Promise<BrowserWorld> =>
  openBrowserWorld(redisKinds[1].missing ? "embedded" : "local");

/** Opens a playground and waits until its lab is set up. What it copies is kept in `window.copied`. */
export async function visit(world: BrowserWorld, path: string, options: OpenOptions = {}) {
  const page = await world.open("/404", { allowed: endedMeanwhile, ...options });
  await page.addInitScript(() => {
    const write = async (text: string) => void Object.assign(window, { copied: text });
    Object.defineProperty(navigator, "clipboard", { value: { writeText: write } });
  });
  await page.goto(new URL(path, world.url).href);
  const me = learner(page);
  const isLive = () => button(page, `+ ${say.clients.add.a}`).isEnabled();
  await expect.poll(isLive).toBe(true);
  await expect.poll(() => page.getByText(me.words.disconnected, { exact: true }).count()).toBe(0);
  return { page, me };
}

export const copied = (page: Page) => page.evaluate(() => (window as unknown as { copied?: string }).copied);

export async function copyLink(page: Page): Promise<string> {
  await page.evaluate(() => void Object.assign(window, { copied: "" }));
  await button(page, say.share.link).click();
  await expect.poll(() => copied(page)).toMatch(/^http/);
  return String(await copied(page));
}
