// The static site, from a file server that knows nothing about Crosstalk, below a path, with no gateway anywhere.
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { buildStatic, finishPage } from "../../../site/build/static/build-static.ts";
import { completed } from "../../../site/lab/arrangement/arrangement.ts";
import { encode } from "../../../site/lab/arrangement/fragment.ts";
import { recorded as en } from "../../../site/lab/words/en/recorded.ts";
import { recorded as zhCn } from "../../../site/lab/words/zh-cn/recorded.ts";
import { scenarios } from "../../../site/playground/scenarios.ts";
import { isMissing, type RunningProxy, serveFiles } from "../../deploy/proxy.ts";
import { openPlayground } from "../../playground.ts";
import { openBrowser, type TestBrowser } from "../browser.ts";
import { learner } from "../learner.ts";
import { countScripts } from "../measure-page.ts";
import { violations } from "../violations.ts";
import { wrongAddresses } from "./wrong-addresses.ts";

const base = "/crosstalk/";
const words = { en, "zh-cn": zhCn };
const missing = isMissing("nginx");
let folder: string;
let host: RunningProxy;
let browser: TestBrowser;

beforeAll(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), "crosstalk-static-"));
  await buildStatic({ base, site: "https://example.org", out: folder });
  [host, browser] = await Promise.all([serveFiles(folder, base), openBrowser()]);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const locales = ["en", "zh-cn"] as const;
const pathOf = (locale: (typeof locales)[number], page: string) =>
  `${base}${locale === "en" ? "" : `${locale}/`}${page}`;

describe.skipIf(missing).each(locales)("in %s", (locale) => {
  const open = (page: string, options = {}): Promise<Page> =>
    browser.open(host.url + pathOf(locale, page), options);

  test("a lesson is predicted, run, compared, replayed and stepped through, from a recording", async () => {
    const page = await open("03-two-servers/");
    const me = learner(page, locale);
    const mark = page.locator(".recorded");
    await mark.getByText(words[locale].before).waitFor();
    const experiment = me.experiment("broadcast");
    await experiment.predicts("α");
    await experiment.run.click();
    expect(await experiment.ends()).toContain(me.words.experiment.allRight);
    await expect.poll(() => mark.innerText()).toMatch(/2\d{3}-\d\d-\d\d.*Redis \d/s);
    await me.tab("matrix").click();
    await me.sees("hi", [/α/, /β/]);
    const caption = () => me.caption.innerText();
    const atEnd = await caption();
    await page.keyboard.press("ArrowLeft");
    await me.tab("logs").click();
    await expect.poll(() => page.locator(".xterm-rows").innerText()).toContain("connected");
    expect(atEnd).not.toBe("");
  });

  test.each([
    "",
    "playground/",
    "12-what-it-costs/",
    "13-find-the-fault/",
    "glossary/",
    "progress/",
    "finish/",
  ])(
    "%s opens without an error or a violation that axe finds, carries its policy, and every request stays below the path",
    async (path) => {
      const page = await browser.open(`${host.url}${base}404.html`);
      const outside: string[] = [];
      page.on("request", (request) => {
        const { origin, pathname } = new URL(request.url());
        if (origin !== host.url || !pathname.startsWith(base)) outside.push(request.url());
      });
      const answer = await page.goto(host.url + pathOf(locale, path));
      expect(answer?.status()).toBe(200);
      expect(await page.locator("html").getAttribute("lang")).toBe(locale === "en" ? "en" : "zh-CN");
      const policy = page.locator("meta[http-equiv=content-security-policy]");
      expect(await policy.getAttribute("content")).toMatch(/default-src 'self'|script-src 'self'/);
      await expect
        .poll(() => page.locator("astro-island[ssr][client=load], astro-island[ssr][client=idle]").count())
        .toBe(0);
      expect(outside).toEqual([]);
      expect(await violations(page)).toEqual([]);
    },
  );

  test("a scenario of the playground is played", async () => {
    const page = await open("playground/");
    const me = learner(page, locale);
    await page.locator(".recorded").getByText(words[locale].before).waitFor();
    await page.locator(".side .ct-buttons .first").click();
    await me.tab("matrix").click();
    await me.sees("hi", [/α/, /β/]);
  });

  test("an arrangement in a link isn't played, because nobody recorded it, and the page says so", async () => {
    const own = encode(completed({ ...scenarios.silence, clients: [{ name: "γ", server: "a" }], run: [] }));
    const page = await open(`playground/#${own}`);
    const me = learner(page, locale);
    await page.locator(".recorded").getByText(words[locale].before).waitFor();
    await page.locator(".side .ct-buttons button").last().click();
    await me.notices.getByText(words[locale].unplayable({ what: "unrecorded" })).waitFor();
    expect(await page.locator(".recorded").getByText(words[locale].before).count()).toBe(1);
  });

  test("a lesson is read without JavaScript, with a picture of each experiment's outcome, and printed with it", async () => {
    const read = await open("07-the-adapter/", { javaScriptEnabled: false });
    const outcomes = read.locator(".experiment .recorded-outcome");
    expect(await outcomes.count()).toBe(await read.locator(".experiment").count());
    for (const outcome of await outcomes.all()) expect(await outcome.locator("svg").isVisible()).toBe(true);
    expect(await outcomes.first().innerText()).toMatch(/β.*2\d{3}-\d\d-\d\d.*Redis \d/s);
    expect(await read.locator(".explanation").first().isVisible()).toBe(true);

    const page = await open("07-the-adapter/");
    const first = page.locator(".experiment .recorded-outcome svg").first();
    expect(await first.isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    expect(await first.isVisible()).toBe(true);
  });
});

test.skipIf(missing)("what was opened can be read and played again without a network", async () => {
  const site = await serveFiles(folder, base);
  onTestFinished(site.close);
  const allowed = /Failed to load resource|net::ERR/;
  const page = await browser.open(`${site.url}${base}03-two-servers/`, { allowed });
  const me = learner(page);
  await me.experiment("broadcast").predicts("α");
  await me.experiment("broadcast").run.click();
  await me.experiment("broadcast").ends();
  const keeps = (path: string) =>
    page.evaluate(async (one) => (await caches.match(one)) !== undefined, base + path);
  await expect.poll(() => keeps("03-two-servers/")).toBe(true);
  await page.reload(); // with the worker in between, everything that a reader's second visit loads is kept
  await me.experiment("broadcast").run.click();
  await me.experiment("broadcast").ends();
  await expect.poll(() => keeps("recordings/03-two-servers/broadcast.json")).toBe(true);

  await site.close();
  await page.reload();
  await me.experiment("broadcast").run.click();
  expect(await me.experiment("broadcast").ends()).toContain(me.words.experiment.allRight);
  await expect(page.goto(`${site.url}${base}04-the-bug-your-users-report/`)).rejects.toThrow();
});

test.skipIf(missing)(
  "a site built with --live uses its gateway's labs, and says once when there is none",
  async () => {
    const live = `${folder}-live`;
    onTestFinished(() => rmSync(live, { recursive: true }));
    cpSync(folder, live, { recursive: true });
    const site = await serveFiles(live, base);
    onTestFinished(site.close);
    const playground = await openPlayground({ allowedSites: [site.url] });
    onTestFinished(playground.close);
    await expect.poll(async () => (await fetch(`${playground.url}/readyz`)).status).toBe(200);
    for (const lesson of ["03-two-servers", "07-the-adapter"])
      finishPage(join(live, lesson, "index.html"), base, playground.url);

    // A gateway that is gone is an error in the console.
    const allowed = /Failed to load resource|WebSocket connection/;
    const page = await browser.open(`${site.url}${base}03-two-servers/`, { allowed });
    const me = learner(page);
    const experiment = me.experiment("broadcast");
    await experiment.predicts("α");
    await experiment.run.click();
    expect(await experiment.ends()).toContain(me.words.experiment.allRight);
    expect(await page.locator(".recorded").count()).toBe(0);

    await playground.close();
    await page.goto(`${site.url}${base}07-the-adapter/`);
    await page.locator(".recorded").getByText(en.before).waitFor();
    await me.notices.getByText(en.noGateway(new URL(playground.url).host)).waitFor();
    await page.goto(`${site.url}${base}03-two-servers/`);
    await page.locator(".recorded").getByText(en.before).waitFor();
    expect(await me.notices.getByText(en.noGateway(new URL(playground.url).host)).count()).toBe(0);
  },
);

test.skipIf(missing)("its pages, in search engines and links, are named by addresses that exist", () => {
  expect(wrongAddresses(folder, "https://example.org", base)).toEqual([]);
});

test.skipIf(missing)("it has no pages of a workshop, which needs a gateway", () => {
  for (const page of ["join", "instructor", "projector", "phone", "zh-cn/join"])
    expect(existsSync(join(folder, page)), page).toBe(false);
});

test.skipIf(missing)("a recording that was edited isn't played, and the page says why", async () => {
  const file = join(folder, "recordings/03-two-servers/broadcast.json");
  const text = await readFile(file, "utf8");
  writeFileSync(file, text.replace('"ended":', '"ended":1'));
  try {
    const page = await browser.open(`${host.url}${base}03-two-servers/`);
    const me = learner(page);
    const experiment = me.experiment("broadcast");
    await experiment.predicts("α");
    await experiment.run.click();
    await me.notices.getByText(en.unplayable({ what: "edited" })).waitFor();
  } finally {
    writeFileSync(file, text);
  }
});

test.skipIf(missing)("a lesson loads at most 112 kB of script, with its run and the verdict", async () => {
  const page = await browser.open(`${host.url}${base}404.html`);
  await page.evaluate(() => localStorage.setItem("crosstalk:1:panel", '"matrix"'));
  const loaded = countScripts(page);
  await page.goto(`${host.url}${base}07-the-adapter/`);
  const me = learner(page);
  const experiment = me.experiment(
    (await page.locator("section.experiment").first().getAttribute("id")) ?? "",
  );
  await experiment.predicts("α");
  await experiment.run.click();
  await experiment.ends();
  const bytes = await loaded();
  expect(bytes).toBeLessThanOrEqual(112_000);
});
