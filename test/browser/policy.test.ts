// The Content-Security-Policy holds on every page in use, and nothing of ours violates it.
import { readdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Costs } from "../../site/lab/costs/measure-costs.ts";
import { shellWords } from "../../site/layout/words/all.ts";
import { locales } from "../../site/locale.ts";
import { costWords } from "../words.ts";
import { type BrowserWorld, openBrowserWorld } from "./browser.ts";
import { learner } from "./learner.ts";

let world: BrowserWorld;
let pages: string[];
beforeAll(async () => {
  world = await openBrowserWorld();
  pages = readdirSync(new URL("../../dist/", import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => `/${name.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`);
});
afterAll(() => world?.close());

/** Opens a page that collects violations of its policy, across navigations. */
async function watched(path: string): Promise<{ page: Page; violations: string[] }> {
  const page = await world.open("/favicon.svg", { allowed: /.*/ });
  const violations: string[] = [];
  await page.exposeFunction("keepViolation", (text: string) => violations.push(text));
  await page.addInitScript(() => {
    const { keepViolation } = window as unknown as { keepViolation: (text: string) => void };
    addEventListener("securitypolicyviolation", (event) =>
      keepViolation(
        `${location.pathname}: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`,
      ),
    );
  });
  await page.goto(new URL(path, world.url).href);
  return { page, violations };
}

/** Scrolls through the whole page, so that everything that waits to be visible hydrates. */
async function seeAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const island of document.querySelectorAll("astro-island, .expressive-code")) {
      island.scrollIntoView();
      await new Promise(requestAnimationFrame);
    }
  });
}

/** A saved measurement, so that the chart doesn't need a new one. */
const costs: Costs = {
  messages: 1,
  local: { p50: 1, p95: 1 },
  across: { p50: 2, p95: 2 },
  lost: 0,
  fanOut: [{ clients: 50, local: 1, across: 2 }],
  thrown: [],
};

describe("the policy of a page", () => {
  test("is strict on each: scripts by file or hash, no embedding, nothing from elsewhere", async () => {
    expect(pages.length).toBeGreaterThan(50);
    for (const path of pages) {
      const answer = await fetch(new URL(path, world.url));
      const policy = answer.headers.get("content-security-policy") ?? "";
      const scripts = policy.split("; ").find((part) => part.startsWith("script-src "));
      expect(scripts, path).toMatch(/^script-src 'self' 'wasm-unsafe-eval'( 'sha256-[\w+/]{43}=')+$/);
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("base-uri 'none'");
      expect(policy, path).toContain("frame-ancestors 'none'");
      await answer.body?.cancel();
    }
  });

  test("is the same for every kind of request, including those answered with 304", async () => {
    const ask = (path: string, headers = {}) => fetch(new URL(path, world.url), { headers });
    const first = await ask("/07-the-adapter/");
    const policy = first.headers.get("content-security-policy");
    for (const path of [
      "/07-the-adapter",
      "/07-the-adapter/index.html",
      "/07-the-adapter/?x#y",
      "/%307-the-adapter/",
    ]) {
      expect((await ask(path)).headers.get("content-security-policy"), path).toBe(policy);
    }
    const again = await ask("/07-the-adapter/", { "if-none-match": first.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
    expect(again.headers.get("content-security-policy")).toBe(policy);
  });

  test("refuses nothing on any page, with everything on it live", { timeout: 240_000 }, async () => {
    const { page, violations } = await watched("/01-one-server/");
    await learner(page).arrives(); // from here on all pages share its lab
    for (const path of [...pages, "/no-such-page/"]) {
      await page.goto(new URL(path, world.url).href);
      await seeAll(page);
    }
    expect(violations).toEqual([]);
  });

  test.each(locales)(
    "refuses nothing in the search, the terminals and the chart, in %s",
    {
      timeout: 120_000,
    },
    async (locale) => {
      const { page, violations } = await watched("/favicon.svg");
      await page.addInitScript(
        (text) => localStorage.setItem("crosstalk:1:costs", text),
        JSON.stringify(costs),
      );
      await page.goto(new URL(`${locale === "en" ? "/" : "/zh-cn/"}12-what-it-costs/`, world.url).href);
      const me = learner(page, locale);
      await me.arrives();
      await me.tab("terminals").click();
      await me.types("α", "a", "send hi");
      await me.reads("α", "a", "hi");
      await page.getByRole("heading", { name: costWords[locale].title }).scrollIntoViewIfNeeded();
      await page.getByRole("img", { name: costWords[locale].chart("1.0", "2.0", 50) }).waitFor();
      await page.getByRole("button", { name: shellWords[locale].search.label }).click();
      const dialog = page.getByRole("dialog", { name: shellWords[locale].search.label });
      await dialog.getByRole("searchbox").pressSequentially("Redis");
      await dialog.getByRole("link").first().waitFor();
      expect(violations).toEqual([]);
    },
  );

  test("stops a script that wasn't built into the page, and reports it", async () => {
    const { page, violations } = await watched("/");
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.hacked = 1";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="window.hacked = 2">`);
      const elsewhere = document.createElement("script");
      elsewhere.src = "http://evil.example/x.js";
      document.body.append(elsewhere);
      document.body.insertAdjacentHTML("beforeend", `<iframe src="http://evil.example/"></iframe>`);
    });
    await expect.poll(() => violations.length).toBeGreaterThanOrEqual(4);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  });
});

test("every response has the headers that keep browsers strict", async () => {
  const paths = [
    "/",
    "/no-such-page/",
    "/healthz",
    "/api/labs/none",
    "/labs/none/a/socket.io/",
    "/favicon.svg",
  ];
  for (const path of [...paths, "/watch/socket.io/?EIO=4&transport=polling"]) {
    const { headers, body } = await fetch(new URL(path, world.url));
    expect(Object.fromEntries(headers), path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "permissions-policy": expect.stringContaining("camera=()"),
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    expect(headers.get("strict-transport-security"), path).toBe(null);
    await body?.cancel();
  }
});
