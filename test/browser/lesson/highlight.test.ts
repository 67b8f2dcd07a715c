// The code in a lesson: while a message passes through the picture, the lines that handle it are highlighted.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

test.each(["no-preference", "reduce"] as const)(
  "the handler is highlighted on A, the adapter on A and then on B, and then nothing (motion: %s)",
  async (reducedMotion) => {
    const page = await world.open("/07-the-adapter/", { reducedMotion });
    const me = learner(page);
    await me.arrives();
    for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
    await page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const highlighted = [...document.querySelectorAll<HTMLElement>(".ec-line[data-highlight]")].map(
          (line) => [line.dataset.highlight, line.textContent],
        );
        seen.push(highlighted);
      }).observe(document, { subtree: true, attributeFilter: ["data-highlight"] });
    });
    await me.send("α", "light");
    const seen = () => page.evaluate(() => (window as unknown as { seen: unknown[] }).seen);
    const line = expect.stringContaining("const adapter = createAdapter(pubClient, subClient");
    await expect.poll(seen).toEqual([[["A", line]], [], [["B", line]], []]);
    const shown = await page
      .locator(".source .ec-line")
      .first()
      .evaluate((one) => getComputedStyle(one));
    expect(Number.parseFloat(shown.transitionDuration) > 0).toBe(reducedMotion === "no-preference");
  },
);
