// axe finds no violations: on every kind of page, in both themes and both languages, with the lab live.
import axe from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserWorld, openBrowserWorld } from "./browser.ts";

const paths = [
  "/",
  "/03-two-servers/",
  "/10-when-redis-goes-away/",
  "/cheat-sheet/",
  "/ten-minutes/",
  "/progress/",
  "/finish/",
  "/certificate/",
  "/quiz/",
  "/playground/",
  "/source/servers/chat/server.ts/",
];

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

test.each(
  paths.flatMap((path) => [
    { path, colorScheme: "light" as const },
    { path: `/zh-cn${path}`, colorScheme: "dark" as const },
  ]),
)("$path in a $colorScheme theme has no accessibility violations", async ({ path, colorScheme }) => {
  const page = await world.open(path, { colorScheme, reducedMotion: "reduce" });
  // The first page's lab has no panels, and is a drawing until it is touched.
  const hasPanels = await page.locator(".panels").count();
  if (hasPanels) await page.locator("[role=tabpanel]").first().waitFor();
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe adds itself to the window
    const { violations } = await (window as any).axe.run();
    return violations.map(
      ({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0]?.html}`,
    );
  });

  expect(violations).toEqual([]);
});
