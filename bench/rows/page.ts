// What a lesson's page costs its reader: bytes of script, time until the lab is live, script per frame, a burst, memory.
import type { Browser, Page } from "playwright-core";
import type { Socket } from "socket.io-client";
import type { OpenedLab } from "../../servers/protocol.ts";
import { shellWords } from "../../site/layout/words/all.ts";
import { launch } from "../../test/browser/launch.ts";
import { countScripts, memoryOf, openMemory, traceMainThread } from "../../test/browser/measure-page.ts";
import { labWords } from "../../test/words.ts";
import { connect } from "../lab-clients.ts";
import { atMost, median, ms, quantile, type Row } from "../measure.ts";

const words = labWords.en;
const lesson = "/07-the-adapter/";
const burst = 1_000;
const long = 10_000;

/** In a real browser, as a reader opens it, with nothing stored. */
export async function page(playground: string): Promise<Row[]> {
  const browser = await launch();
  try {
    return [
      ...(await firstLook(browser, playground)),
      ...(await loading(browser, playground)),
      ...(await moving(browser, playground)),
    ];
  } finally {
    await browser.close();
  }
}

/** From a cold load of the home page: Send, and once the silence is shown, both switches. */
async function firstLook(browser: Browser, playground: string): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(playground);
    await page.getByRole("button", { name: words.send.buttonFor("α") }).click();
    await page.locator('[data-lead="silent"]').waitFor();
    for (const server of ["a", "b"] as const)
      await page.getByRole("switch", { name: words.adapter.name(server) }).click();
    await page.locator('[data-lead="heard"]').waitFor();
    times.push(performance.now() - start);
    await context.close();
  }
  const took = median(times);
  return [
    {
      what: "home page opened until silence and delivery were both shown, three presses (median of 3)",
      measured: ms(took),
      target: atMost(took, 10_000, "ms"),
    },
  ];
}

async function loading(browser: Browser, playground: string): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const opened = await open(browser, playground);
    times.push(performance.now() - start);
    await opened.close();
  }
  const opened = await open(browser, playground);
  const before = await opened.scripts();
  await opened.page.getByRole("tab", { name: words.tabs.terminals, exact: true }).click();
  await opened.page.locator(".xterm-helper-textarea").first().waitFor({ state: "attached" });
  const all = await opened.scripts();
  await opened.close();
  return [
    {
      what: "lesson opened until its lab can be used, time to interactive (median of 5)",
      measured: ms(median(times)),
    },
    {
      what: "script of a lesson, gzip, before a terminal is seen",
      measured: kilobytes(before),
      target: atMost(before / 1000, 75, "kB"),
    },
    { what: "  with terminals", measured: kilobytes(all), target: atMost(all / 1000, 200, "kB") },
  ];
}

async function moving(browser: Browser, playground: string): Promise<Row[]> {
  const { page, lab, close } = await open(browser, playground);
  for (const server of ["a", "b"] as const) {
    await page.getByRole("switch", { name: words.adapter.name(server) }).click();
  }
  // At full width more clients are drawn, and so more packets.
  await page.getByRole("button", { name: shellWords.en.widenLab }).click();
  const senders: Socket[] = [];
  for (let count = 0; count < 16; count += 1) senders.push(await connect(playground, lab.servers.a.path));
  const packets = page.locator("svg.packets .packet");
  let most = 0;
  const { scriptPerFrame } = await traceMainThread(page, async () => {
    for (const sender of senders) sender.emit("message", "all at once");
    const end = performance.now() + 4_000;
    while (performance.now() < end) most = Math.max(most, await packets.count());
  });

  const [alpha] = senders as [Socket];
  for (const sender of senders.slice(1)) sender.disconnect();
  const talk = async (count: number) => {
    for (let message = 0; message < count; message += 1) {
      if (message % 100 === 99) await alpha.emitWithAck("message", `message ${message}`);
      else alpha.emit("message", `message ${message}`);
    }
    // In a flood like this a server may leave some out of the trace; one of these is in it.
    const last = page.getByRole("button", { name: `end of ${count}` }).first();
    while (!(await last.isVisible())) {
      await alpha.emitWithAck("message", `end of ${count}`);
      await page.waitForFunction(nextFrame);
    }
  };
  const { tasks } = await traceMainThread(page, () => talk(burst));
  const longest = Math.max(...tasks);
  const cdp = await openMemory(page);
  await talk(long / 5);
  const before = await memoryOf(cdp);
  await talk(long);
  const after = await memoryOf(cdp);
  alpha.disconnect();
  await close();
  const frame = median(scriptPerFrame);
  const growth = (after.heapBytes - before.heapBytes) / 1e6;
  return [
    {
      what: `script in a frame, up to ${most} packets in flight: median, p95 of ${scriptPerFrame.length}`,
      measured: `${ms(frame)}, ${ms(quantile(scriptPerFrame, 0.95))}`,
      target: atMost(frame, 4, "ms"),
    },
    {
      what: `longest task in a burst of ${burst} messages`,
      measured: ms(longest),
      target: atMost(longest, 50, "ms"),
    },
    {
      what: `heap of the page after ${long} more messages`,
      measured: `${growth < 0 ? "−" : "+"}${Math.abs(growth).toFixed(1)} MB of ${(after.heapBytes / 1e6).toFixed(1)}`,
      target: atMost(growth, 3, "MB"),
    },
  ];
}

interface Opened {
  page: Page;
  lab: Pick<OpenedLab, "servers">;
  /** The gzipped bytes of script so far. */
  scripts: () => Promise<number>;
  /** Also closes the lab. */
  close: () => Promise<void>;
}

/** Opens the lesson with a panel that has no terminal, and waits for its lab. */
async function open(browser: Browser, playground: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => localStorage.setItem("crosstalk:1:panel", '"matrix"'));
  const page = await context.newPage();
  const scripts = countScripts(page);
  await page.goto(new URL(lesson, playground).href);
  await page.locator(`button[aria-label="${words.send.buttonFor("β")}"]:enabled`).waitFor();
  const { id, token } = JSON.parse(
    (await page.evaluate(() => localStorage.getItem("crosstalk:1:lab"))) ?? "",
  ) as { id: string; token: string };
  const url = `${playground}/api/labs/${id}`;
  return {
    page,
    lab: (await (await fetch(url)).json()) as OpenedLab,
    scripts,
    async close() {
      await context.close();
      await fetch(url, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
    },
  };
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(true)));
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
