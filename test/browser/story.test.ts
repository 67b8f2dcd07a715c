// The whole story, in a real browser: B hears nothing, the adapter is switched on, B hears. Nothing is reloaded.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisKinds } from "../world.ts";
import { type BrowserWorld, openBrowserWorld } from "./browser.ts";

/** The text of the delivery matrix, row by row: the message, then what α and what β got. */
async function matrix(page: Page): Promise<string[][]> {
  const rows = page.locator("[role=tabpanel] table tbody tr");
  return rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) =>
        (cell.textContent ?? "").replaceAll(/\s+/g, " ").trim(),
      ),
    ),
  );
}

async function send(page: Page, client: string, text: string): Promise<void> {
  await page.getByRole("textbox", { name: new RegExp(`^What ${client}`) }).fill(text);
  await page.getByRole("button", { name: new RegExp(`^Send.*${client}`) }).click();
}

const adapter = (page: Page, server: string) =>
  page.getByRole("switch", { name: new RegExp(`\\b${server}\\b`) });

async function openMatrix(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send from α", disabled: false }).waitFor();
  await page.getByRole("tab", { name: "Who heard what" }).click();
}

/** Waits until the row of this message says this of each client. */
async function rowOf(page: Page, message: string, cells: RegExp[]): Promise<void> {
  await expect
    .poll(async () => (await matrix(page)).find(([first]) => first?.includes(message)), { timeout: 10_000 })
    .toEqual([expect.stringContaining(message), ...cells.map((cell) => expect.stringMatching(cell))]);
}

describe.each(redisKinds)("a learner with $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  let world: BrowserWorld;
  beforeAll(async () => {
    if (!missing) world = await openBrowserWorld(kind);
  }, 60_000);
  afterAll(() => world?.close());

  it("sees that B hears nothing and why, switches both adapters on, and sees that B hears", async () => {
    const page = await world.open("/07-the-adapter/");
    await openMatrix(page);
    await send(page, "α", "before");
    await rowOf(page, "before", [/α heard it after .* ms/, /β ought to have heard it and did not\. .*A/]);

    for (const server of ["A", "B"]) {
      await adapter(page, server).click();
      await expect.poll(() => adapter(page, server).getAttribute("aria-checked")).toBe("true");
    }
    await send(page, "α", "after");
    await rowOf(page, "after", [/α heard it after .* ms/, /β heard it after .* ms/]);
    await rowOf(page, "before", [/α heard it/, /β ought to have heard it and did not/]);
  });
});
