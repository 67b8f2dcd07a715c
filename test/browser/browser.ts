// A real browser on the real playground: the built site, a gateway with its labs, and pages that fail a test when they log an error.
import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { GatewayOptions } from "../../servers/gateway/gateway.ts";
import { createSite, ensureSite } from "../../servers/gateway/site.ts";
import type { RedisState } from "../../servers/protocol.ts";
import { openWorld, type World } from "../world.ts";

export interface BrowserWorld extends World {
  /** Opens a page; the test fails when the page logs an error that `allowed` does not match. */
  open: (path: string, options?: BrowserContextOptions & { allowed?: RegExp }) => Promise<Page>;
}

/** Builds the site if need be. Rejects when there is no browser, and says where to get one. */
export async function openBrowserWorld(
  kind: RedisState["kind"] = "embedded",
  options: Partial<GatewayOptions> = {},
): Promise<BrowserWorld> {
  await ensureSite();
  const [browser, world] = await Promise.all([launch(), openWorld(kind, { site: createSite(), ...options })]);
  return {
    ...world,
    async open(path, { allowed, ...contextOptions } = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !allowed?.test(message.text())) errors.push(message.text());
      });
      onTestFinished(async () => {
        await context.close();
        expect(errors).toEqual([]);
      });
      await page.goto(new URL(path, world.url).href);
      return page;
    },
    async close() {
      await browser.close();
      await world.close();
    },
  };
}

/** On Linux the browser comes with an npm package; elsewhere an installed Chrome or Edge has to do. */
async function launch(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu"];
  if (process.platform === "linux" && process.arch === "x64") {
    return chromium.launch({
      executablePath: await sparticuz.executablePath(),
      args: [...args, "--headless=shell"],
    });
  }
  const installed = ["chrome", "msedge"] as const;
  for (const channel of installed) {
    const browser = await chromium.launch({ channel, args }).catch(() => null);
    if (browser) return browser;
  }
  const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    existsSync,
  );
  if (system) return chromium.launch({ executablePath: system, args });
  throw new Error(
    "The browser tests need a browser. Install Google Chrome, Microsoft Edge or Chromium, and run npm test again.",
  );
}
