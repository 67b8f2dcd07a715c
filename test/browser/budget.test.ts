// What a page may cost, in counts: bytes of script, changes per frame, rows in a burst, and memory. `npm run bench -- page`
// measures times.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../site/layout/words/all.ts";
import { labWords } from "../words.ts";
import { type BrowserWorld, labOf, openBrowserWorld } from "./browser.ts";
import { type Learner, learner } from "./learner.ts";
import { countScripts, memoryOf, openMemory, watchFrames } from "./measure-page.ts";
import { type Stranger, strangerIn } from "./stranger.ts";

/** Rows of the matrix; see site/lab/panels/matrix/Matrix.svelte. */
const maxRows = 12;

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** Opens a page on lesson 07 with both adapters on and a panel without a terminal. */
async function linked(): Promise<Learner> {
  const me = learner(await world.open("/07-the-adapter/"));
  await me.arrives();
  await me.tab("matrix").click();
  for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
  return me;
}

const stranger = async (me: Learner) => strangerIn(world.url, (await labOf(me.page)).id, "a");

/** Waits until the page has caught up. In a flood a server may leave messages out of the trace; one of these is in it. */
async function isSeen(
  me: Learner,
  { send, sent }: Pick<Stranger, "send" | "sent">,
  marker: string,
): Promise<void> {
  await expect
    .poll(
      async () => {
        send(marker);
        await sent();
        return (await me.matrix()).map((row) => row.join(" "));
      },
      { interval: 300 },
    )
    .toContainEqual(expect.stringMatching(new RegExp(`${marker}.*α heard it`)));
}

describe("a lesson page", () => {
  test("loads at most 75 kB of script before a terminal is seen, and 190 kB with one", async () => {
    const page = await world.open("/404");
    await page.evaluate(() => localStorage.setItem("crosstalk:1:panel", '"matrix"'));
    const loaded = countScripts(page);
    // If the clients take more than a second to connect, that is announced, and what puts it into words is loaded.
    const announcer = /_astro\/(?:announcement|log-text|message-text|panels|story)\./;
    await page.route(announcer, (route) => route.abort());
    await page.goto(new URL("/07-the-adapter/", world.url).href);
    const me = learner(page);
    await me.arrives();
    expect(await page.locator(".xterm").count()).toBe(0);
    expect(await loaded()).toBeLessThanOrEqual(75_000);
    await page.unroute(announcer);

    await me.tab("terminals").click();
    await me.types("α", "a", "help");
    await me.reads("α", "a", "> help");
    const all = await loaded();
    expect(all).toBeGreaterThan(50_000);
    expect(all).toBeLessThanOrEqual(190_000);
  });

  test.each(["en", "zh-cn"] as const)("only loads its own language: %s", async (locale) => {
    const page = await world.open("/404");
    const scripts: Promise<string>[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith(".js")) scripts.push(response.text());
    });
    await page.goto(new URL(`${locale === "en" ? "" : `/${locale}`}/07-the-adapter/`, world.url).href);
    await learner(page, locale).arrives();
    const all = (await Promise.all(scripts)).join("");
    const other = locale === "en" ? "zh-cn" : "en";
    expect(all).toContain(labWords[locale].trouble.ended);
    expect(all).not.toContain(labWords[other].trouble.ended);
  });
});

describe("a lesson page with much to show", () => {
  test("changes only a few attributes a frame for each of 50 packets in flight", async () => {
    const me = await linked();
    // At full width more clients are drawn, and so more packets.
    await me.page.getByRole("button", { name: shellWords.en.widenLab }).click();
    // Each is drawn separately, and each message goes to several clients and to Redis.
    const strangers = await Promise.all(Array.from({ length: 16 }, () => stranger(me)));
    await me.page.evaluate(watchFrames, { stage: "svg.packets", part: ".packet" });
    for (const { send } of strangers) send("all at once");
    const frames = () => me.page.evaluate(() => window.crosstalkFrames ?? []);
    const crowded = async () => (await frames()).filter(({ parts }) => parts >= 50);
    await expect.poll(async () => (await crowded()).length).toBeGreaterThan(5);
    await expect.poll(async () => (await frames()).at(-1)?.parts).toBeLessThan(50);
    // Moving a packet changes one attribute, its name two, plus more for each that appears or disappears: the more, the slower
    // the frames come.
    for (const { parts, changes } of await crowded()) expect(changes / parts).toBeLessThanOrEqual(6);
  });

  test("lists a burst of 1,000 messages in a limited table that is drawn once a frame", async () => {
    const me = await linked();
    const { send, sent } = await stranger(me);
    await me.page.evaluate(watchFrames, { stage: "[role=tabpanel]", part: "tbody tr" });
    for (let message = 0; message < 1_000; message += 1) send(`burst ${message}`);
    await sent();
    await isSeen(me, { send, sent }, "after the burst");
    await me.panel.getByText(/others are not listed/).waitFor();
    const frames = await me.page.evaluate(() => window.crosstalkFrames ?? []);
    expect(Math.max(...frames.map(({ parts }) => parts))).toBeGreaterThan(10);
    expect(Math.max(...frames.map(({ parts }) => parts))).toBeLessThanOrEqual(maxRows);
    expect(Math.max(...frames.map(({ batches }) => batches))).toBeLessThanOrEqual(2);
  });

  test("uses no more memory after 12,000 messages than after 2,000", { timeout: 120_000 }, async () => {
    const me = await linked();
    const { send, sent } = await stranger(me);
    const cdp = await openMemory(me.page);
    /** In portions the lab's limit lets through. */
    const talk = async (count: number, what: string) => {
      for (let message = 0; message < count; message += 1) {
        send(`${what} ${message}`);
        if (message % 100 === 99) await sent();
      }
      await isSeen(me, { send, sent }, `after ${what}`);
    };
    await talk(2_000, "first");
    const before = await memoryOf(cdp);
    await talk(10_000, "then");
    // Messages still moving through the picture are released when they have arrived. Keeping 10,000 messages would
    // take more than 10 MB.
    const excess = async () => {
      const { heapBytes, nodes, listeners } = await memoryOf(cdp);
      const grown = {
        "heap bytes": [heapBytes - before.heapBytes, 3_000_000],
        "DOM nodes": [nodes - before.nodes, 500],
        listeners: [listeners - before.listeners, 50],
      } as const;
      return Object.entries(grown).flatMap(([what, [more, most]]) =>
        more > most ? [`${more} ${what}`] : [],
      );
    };
    await expect.poll(excess).toEqual([]);
  });
});
