// A real browser on the real playground: the built site, a gateway with its labs, and pages that fail a test if they log an error.
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { ensureSite, siteFolder } from "../../servers/gateway/pages/build.ts";
import { createSite } from "../../servers/gateway/pages/site.ts";
import type { RedisState } from "../../servers/protocol.ts";
import type { OpenOptions as WorldOptions } from "../playground.ts";
import { openWorld, type World } from "../world.ts";
import { launch } from "./launch.ts";

export interface OpenOptions extends BrowserContextOptions {
  /** Errors that the page may log. */
  allowed?: RegExp;
  /** Opens a second tab in this page's browser. Default: a new browser with nothing stored. */
  tabOf?: Page;
}

/** What a browser logs about requests whose server or lab has ended. Which of these it logs depends on the moment. */
export const endedMeanwhile = /Failed to load resource|WebSocket connection to/;

export interface BrowserWorld extends World {
  /** Opens a page; the test fails if the page logs an error that `allowed` doesn't match. */
  open: (path: string, options?: OpenOptions) => Promise<Page>;
}

/** Builds the site if necessary. Rejects if there is no browser, and says where to get one. */
export async function openBrowserWorld(
  kind: RedisState["kind"] = "embedded",
  options: Omit<WorldOptions, "kind"> = {},
): Promise<BrowserWorld> {
  await ensureSite();
  const [visitors, world] = await Promise.all([
    openBrowser(),
    openWorld(kind, { poolSize: 2, site: createSite(siteFolder()), ...options }),
  ]);
  return {
    ...world,
    open: (path, openOptions) => visitors.open(new URL(path, world.url).href, openOptions),
    async close() {
      await visitors.close();
      await world.close();
    },
  };
}

export interface TestBrowser {
  open: (url: string, options?: OpenOptions) => Promise<Page>;
  close: () => Promise<void>;
}

/** Only the browser, for a test with its own gateway. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await launch();
  return {
    async open(url, { allowed, tabOf, ...contextOptions } = {}) {
      const viewport = { width: 1440, height: 900 };
      const context = tabOf?.context() ?? (await browser.newContext({ viewport, ...contextOptions }));
      context.setDefaultTimeout(40_000);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !allowed?.test(message.text())) errors.push(message.text());
      });
      onTestFinished(async () => {
        const lab = await labOf(page).catch(() => undefined);
        // What a page that is closed in the middle of loading something logs isn't a fault.
        const logged = [...errors];
        await context.close();
        if (lab) await fetch(new URL(`/api/labs/${lab.id}`, url), closing(lab)).catch(() => {});
        expect(logged).toEqual([]);
      });
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
  };
}

/** From the page's next document on, its browser stores nothing: each use of a storage throws. */
export async function forbidStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, {
        configurable: true,
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
  });
}

/** The lab a page has opened: its id, and the token to change it. */
export async function labOf(page: Page): Promise<{ id: string; token: string }> {
  const kept = await page.evaluate(() => localStorage.getItem("crosstalk:1:lab"));
  return JSON.parse(kept ?? "") as { id: string; token: string };
}

const closing = ({ token }: { token: string }) => ({
  method: "DELETE",
  headers: { authorization: `Bearer ${token}` },
});
