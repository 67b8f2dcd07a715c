// Measures a page from outside: the scripts it loads, what its main thread does, and memory.
//
// Times are the thread's own (CPU), so a busy computer measures the same page the same.
import { gzipSync } from "node:zlib";
import type { CDPSession, Page, Response } from "playwright-core";

/** Counts the gzipped bytes of every script the page loads from now on. */
export function countScripts(page: Page): () => Promise<number> {
  const scripts: Promise<number>[] = [];
  page.on("response", (response: Response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.push(response.body().then((body) => gzipSync(body).byteLength));
  });
  return async () => (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  /** Microseconds of the thread's own time. */
  tdur?: number;
  args?: { name?: string };
}

export interface MainThread {
  /** The milliseconds of script in each frame with script: animation frames, with everything they trigger. */
  scriptPerFrame: number[];
  /** The milliseconds of each task. */
  tasks: number[];
}

/** What the page's main thread does during `work`. */
export async function traceMainThread(page: Page, work: () => Promise<void>): Promise<MainThread> {
  const cdp = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => cdp.once("Tracing.tracingComplete", () => resolve()));
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] },
  });
  await work();
  await cdp.send("Tracing.end");
  await complete;
  await cdp.detach();

  // The page's renderer is the one with frames; others belong to closed pages.
  const whole = (name: string) =>
    events
      .filter((event) => event.name === name && event.ph === "X")
      .sort((one, two) => one.ts - two.ts)
      .map(({ ts, tdur = 0, pid, tid }) => ({ ts, ms: tdur / 1000, thread: `${pid} ${tid}` }));
  const callbacks = whole("FireAnimationFrame");
  const threads = new Set(callbacks.map(({ thread }) => thread));
  const frames: { ts: number; ms: number }[] = [];
  for (const { ts, ms } of callbacks) {
    const last = frames.at(-1);
    // Callbacks of one frame follow each other directly.
    if (last && ts - last.ts < 8_000) last.ms += ms;
    else frames.push({ ts, ms });
  }
  return {
    scriptPerFrame: frames.map(({ ms }) => ms),
    tasks: whole("RunTask")
      .filter(({ thread }) => threads.has(thread))
      .map(({ ms }) => ms),
  };
}

export interface Frame {
  /** How many parts were on the screen at its start. */
  parts: number;
  /** Changes of the document inside the stage since the last frame. */
  changes: number;
  /** In how many batches they were made. */
  batches: number;
}

declare global {
  interface Window {
    /** Every frame since `watchFrames`. */
    crosstalkFrames?: Frame[];
  }
}

/** Runs in the page: counts, frame by frame, what changes inside `stage`, and how many `part`s it has. */
export function watchFrames({ stage, part }: { stage: string; part: string }): void {
  const frames: Frame[] = [];
  window.crosstalkFrames = frames;
  const root = document.querySelector(stage);
  if (!root) throw new Error(`There is no ${stage} in the page.`);
  let changes = 0;
  let batches = 0;
  const count = (records: MutationRecord[]) => {
    if (records.length === 0) return;
    changes += records.length;
    batches += 1;
  };
  const options = { attributes: true, childList: true, characterData: true, subtree: true };
  const observer = new MutationObserver(count);
  observer.observe(root, options);
  const frame = () => {
    count(observer.takeRecords());
    frames.push({ parts: root.querySelectorAll(part).length, changes, batches });
    changes = 0;
    batches = 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

export interface Memory {
  heapBytes: number;
  nodes: number;
  listeners: number;
}

export async function openMemory(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  return cdp;
}

/** The page's memory after garbage collection. */
export async function memoryOf(cdp: CDPSession): Promise<Memory> {
  // What the first round frees may release more.
  for (let round = 0; round < 2; round += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heapBytes: of("JSHeapUsedSize"), nodes: of("Nodes"), listeners: of("JSEventListeners") };
}
