// <crosstalk-lab> in pages that aren't ours, from a file server: only what an article needs of a static site is built.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildEmbed } from "../../../site/build/static/build-embed.ts";
import { isMissing, type RunningProxy, serveFiles } from "../../deploy/proxy.ts";
import { openBrowser, type TestBrowser } from "../browser.ts";

const base = "/crosstalk/";
const missing = isMissing("nginx");
let temporary: string;
let folder: string;
let host: RunningProxy;
let browser: TestBrowser;

beforeAll(async () => {
  if (missing) return;
  temporary = mkdtempSync(join(tmpdir(), "crosstalk-embed-"));
  folder = `${temporary}-site`; // nginx may not read the other one
  await buildEmbed(folder);
  [host, browser] = await Promise.all([serveFiles(folder, base), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  for (const path of [temporary, folder]) if (path) rmSync(path, { recursive: true, force: true });
});

describe.skipIf(missing)("<crosstalk-lab>", () => {
  test("three of them stand in an article, and each plays its recording with the keyboard alone", async () => {
    const viewport = { width: 360, height: 800 };
    const page = await browser.open(`${host.url}${base}embed/blog-post/`, { viewport });
    const labs = page.locator("crosstalk-lab");
    const caption = (nth: number) => labs.nth(nth).locator(".caption");
    expect(await labs.count()).toBe(3);
    for (const [nth, ending] of [/β heard nothing/, /β heard nothing/, /α and β heard it/].entries()) {
      await labs.nth(nth).locator(".forward").focus();
      for (let step = 0; step < 5; step += 1) await page.keyboard.press("ArrowRight");
      expect(await caption(nth).innerText()).toMatch(ending);
      expect(await labs.nth(nth).locator(".about").innerText()).toMatch(/Recorded.*Redis \d/s);
    }
    await labs.first().locator(".play").press("Enter");
    await expect.poll(() => caption(0).innerText()).not.toMatch(/β heard nothing/);
    await expect.poll(() => caption(0).innerText()).toMatch(/β heard nothing/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const link = await labs.first().locator("a").getAttribute("href");
    expect(link).toContain(`${host.url}${base}playground/#lab`);
  });

  test("it takes nothing of the page's looks, and gives the page none", async () => {
    const page = await browser.open(`${host.url}${base}embed/blog-post/`, { colorScheme: "dark" });
    const lab = page.locator("crosstalk-lab").first();
    const styleOf = (part: string, name: string) =>
      lab.locator(part).evaluate((node, key) => getComputedStyle(node).getPropertyValue(key), name);
    expect(await styleOf(".play", "text-transform")).toBe("none");
    expect(await styleOf(".frame", "background-color")).toBe("rgb(20, 23, 27)");
    expect(await page.evaluate(() => document.styleSheets.length)).toBe(1);
  });

  test("a page for an iframe shows the outcome without a script; an unknown scenario is named", async () => {
    const read = await browser.open(`${host.url}${base}zh-cn/embed/one-adapter/`, {
      javaScriptEnabled: false,
    });
    expect(await read.locator("svg.ct-outcome").isVisible()).toBe(true);
    const page = await browser.open(`${host.url}${base}embed/one-adapter/`);
    const lab = page.locator("crosstalk-lab");
    await lab.evaluate((element) => element.setAttribute("scenario", "none-such"));
    expect(await lab.locator(".about").innerText()).toContain("none-such");
  });

  test("its script has at most 60 kB", () => {
    expect(gzipSync(readFileSync(join(folder, "embed.js"))).length).toBeLessThanOrEqual(60_000);
  });
});
