// Below a path of nginx, in a real browser: every page, request and socket of Crosstalk stays there.
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkoutFor, ensureSite } from "../../servers/gateway/pages/build.ts";
import { createSite } from "../../servers/gateway/pages/site.ts";
import { words as en } from "../../site/lab/home/words/en.ts";
import { words as zhCn } from "../../site/lab/home/words/zh-cn.ts";
import { workshopWords } from "../../site/workshop/words/all.ts";
import { openBrowser, type TestBrowser } from "../browser/browser.ts";
import { learner } from "../browser/learner.ts";
import { instructorKey } from "../class/people.ts";
import { openWorld, type World } from "../world.ts";
import { isMissing, type RunningProxy, startPathProxy } from "./proxy.ts";

const base = "/crosstalk/"; // as in deploy/nginx-path.conf
const missing = isMissing("nginx");
let world: World;
let proxy: RunningProxy;
let browser: TestBrowser;

beforeAll(async () => {
  if (missing) return;
  const site = createSite(await ensureSite(checkoutFor(base)));
  const workshop = { instructorKey, publicUrl: "https://x.example", learners: 1 };
  world = await openWorld("embedded", { base, site, workshop, trustedProxies: 1, poolSize: 2 });
  [proxy, browser] = await Promise.all([startPathProxy(Number(new URL(world.url).port)), openBrowser()]);
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await world?.close();
});

/** Opens a page, and returns it with the paths of all requests and sockets so far that were outside of the base. */
async function open(path: string) {
  const page = await browser.open(`${proxy.url}${base}robots.txt`);
  const outside: string[] = [];
  const note = (url: string) => {
    const { origin, pathname } = new URL(url.replace(/^ws/, "http"));
    if (origin !== proxy.url || !pathname.startsWith(base)) outside.push(url);
  };
  await page.route(/^https?:/, (route) => {
    note(route.request().url());
    return route.continue();
  });
  page.on("websocket", (socket) => note(socket.url()));
  await page.goto(`${proxy.url}${base}${path}`);
  return { page, outside };
}

describe.skipIf(missing)("below a path of nginx", () => {
  test.each([
    { locale: "en", root: "", say: en.lead },
    { locale: "zh-cn", root: "zh-cn/", say: zhCn.lead },
  ] as const)(
    "the home page sends and hears a message, and its links stay there: $locale",
    async ({ locale, root, say }) => {
      const { page, outside } = await open(root);
      const me = learner(page, locale);
      await me.sendButton("α").click();
      await page.getByText(say.silent).waitFor();
      await me.adapter("a").click();
      await me.adapter("b").click();
      await page.getByText(say.heard).waitFor();
      expect(outside).toEqual([]);
      const links = await page
        .locator("a")
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
      const own = links.filter((link) => link.startsWith(proxy.url));
      expect(own.length).toBeGreaterThan(20);
      expect(own.filter((link) => !link.startsWith(proxy.url + base))).toEqual([]);
    },
  );

  test("somebody joins the class, goes to the first lesson, and the instructor's page has the address to join", async () => {
    const { join: say } = workshopWords.en;
    const { page, outside } = await open("join/");
    await page.getByLabel(say.name).fill("Ada");
    await page.getByRole("button", { name: say.button, exact: true }).click();
    await page.getByText(say.joined).waitFor();
    await page.getByText(say.begin).click();
    await page.waitForURL(`${proxy.url}${base}01-*/`);
    await page.locator("[data-part=lab]").waitFor();
    expect(outside).toEqual([]);
    const { page: teacher, outside: outsideToo } = await open(`instructor/#key=${instructorKey}`);
    await teacher.getByRole("rowheader", { name: "Ada" }).waitFor();
    await teacher.getByText(`x.example${base}join/`, { exact: true }).waitFor();
    const link = teacher.getByRole("link", { name: workshopWords.en.instructor.projector });
    expect(await link.getAttribute("href")).toBe(`${base}projector/`);
    expect(outsideToo).toEqual([]);
  });

  test("stock clients connect by each transport, and the path without its slash leads to the page", async () => {
    const { headers, status } = await fetch(proxy.url + base.slice(0, -1), { redirect: "manual" });
    expect([status, headers.get("location")]).toEqual([308, proxy.url + base]);
    const lab = await world.openLab();
    for (const transport of ["polling", "websocket"]) {
      const socket = io(proxy.url, {
        path: lab.servers.a.path,
        transports: [transport],
        forceNew: true,
      });
      onTestFinished(() => void socket.disconnect());
      expect(await socket.timeout(40_000).emitWithAck("message", "hi")).toBe("ok");
      expect(socket.io.engine.transport.name).toBe(transport);
    }
  });
});
