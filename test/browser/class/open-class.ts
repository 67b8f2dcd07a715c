// A class in a real browser: a gateway with a workshop, and the pages of the people in it.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { ServerName } from "../../../servers/protocol.ts";
import { workshopWords } from "../../../site/workshop/words/all.ts";
import { instructorKey } from "../../class/people.ts";
import { type BrowserWorld, type OpenOptions, openBrowserWorld } from "../browser.ts";

export const words = workshopWords.en;
/** How long labs and processes may take to start on a busy machine. */
export const withinMs = 40_000;

export const openClass = (): Promise<BrowserWorld> =>
  openBrowserWorld("embedded", { workshop: { instructorKey, publicUrl: null, learners: 3 } });

let count = 0;

/** What a browser stores after joining under this name. */
export function joined(url: string, name: string): Pick<OpenOptions, "storageState"> {
  count += 1;
  const identity = { key: `browser-of-the-test-${String(count).padStart(4, "0")}`, name, joined: true };
  const localStorage = [{ name: "crosstalk:1:workshop", value: JSON.stringify(identity) }];
  return { storageState: { cookies: [], origins: [{ origin: new URL(url).origin, localStorage }] } };
}

export async function openInstructor(world: BrowserWorld, options: OpenOptions = {}): Promise<Page> {
  const page = await world.open(`/instructor/#key=${instructorKey}`, options);
  await page.getByText(/\d+ here, \d+ joined/).waitFor({ timeout: withinMs });
  return page;
}

export const tab = (page: Page, name: "room" | "lead" | "predictions" | "quiz" | "shared" | "notes") =>
  page.getByRole("tab", { name: words.instructor.tabs[name], exact: true });

/** The class bar of a learner's page. */
export const bar = (page: Page) => page.getByRole("region", { name: words.bar.label, exact: true });

/** A row of the roster, by the displayed name. */
export const row = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });

export async function openPhone(world: BrowserWorld, name: string, server: ServerName): Promise<Page> {
  const page = await world.open("/phone/", {
    ...joined(world.url, name),
    viewport: { width: 390, height: 844 },
  });
  await page.getByRole("heading", { name: words.phone.seat(server) }).waitFor({ timeout: withinMs });
  await expect
    .poll(() => page.getByRole("button", { name: words.phone.send }).isEnabled(), { timeout: withinMs })
    .toBe(true);
  return page;
}

/** What a phone lists as heard, the newest first. */
export async function heardOn(page: Page): Promise<string[]> {
  return page.locator(".hears .text bdi, ol li bdi").allTextContents();
}

/** Whether something overflows at the side. */
export const overflowsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
