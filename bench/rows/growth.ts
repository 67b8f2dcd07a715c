// From one lab to a hundred: how memory, latency and the wait for a lab grow, and that nothing is left when all are closed.
import type { Socket } from "socket.io-client";
import { descriptors, isRunning, type Running } from "../compared-servers.ts";
import { type BenchLab, connectTo, openLab, setLinks } from "../lab-clients.ts";
import { atMost, median, ms, quantile, type Row, timed } from "../measure.ts";
import { pss } from "./memory.ts";

const steps = [1, 10, 40, 70, 100];
const seconds = 5;
/** A step is skipped if the machine would have less memory than this after it. */
const spareBytes = 1024 ** 3;
const bytesPerLab = 120 * 1024 ** 2;

interface OpenLab {
  lab: BenchLab;
  alpha: Socket;
  beta: Socket;
}

export async function growth(playground: Running): Promise<Row[]> {
  const before = await settled(playground);
  const open: OpenLab[] = [];
  const rows: Row[] = [];
  for (const count of steps) {
    if ((count - open.length) * bytesPerLab > process.availableMemory() - spareBytes) {
      rows.push({ what: `${count} labs`, measured: "more than this machine's memory can hold" });
      break;
    }
    rows.push(await step(playground, open, count));
  }
  for (const { alpha, beta } of open) for (const socket of [alpha, beta]) socket.disconnect();
  for (const { lab } of open) await lab.close();
  return [...rows, await leftovers(playground, open, before)];
}

async function step(playground: Running, open: OpenLab[], count: number): Promise<Row> {
  const waits: number[] = [];
  while (open.length < count) {
    waits.push(await timed(async () => void open.push(await openPair(playground.url))));
  }
  const latencies = await talk(open);
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return {
    what: `${count} ${count === 1 ? "lab" : "labs"}, a message across in each every second: p50, p99; memory; opening the last ones`,
    measured: `${ms(p50)}, ${ms(p99)}; ${await memoryOf(playground, open)}; ${ms(median(waits))}`,
    target: atMost(p99, 100, "ms at p99"),
  };
}

/** A lab in use: linked, with a client on each server. */
async function openPair(url: string): Promise<OpenLab> {
  const lab = await openLab(url);
  await setLinks(lab, "adapter");
  const [alpha, beta] = [await connectTo(url, lab, "a"), await connectTo(url, lab, "b")];
  for (let i = 0; i < 5; i += 1) await cross(alpha, beta, `warm ${i}`);
  return { lab, alpha, beta };
}

/** Sends a message across in each lab, spread over each second. */
async function talk(open: OpenLab[]): Promise<number[]> {
  const latencies: number[] = [];
  await Promise.all(
    open.map(async ({ alpha, beta }, index) => {
      await delay((index * 1000) / open.length);
      for (let second = 0; second < seconds; second += 1) {
        const taken = await timed(() => cross(alpha, beta, `${second}`));
        latencies.push(taken);
        await delay(1000 - taken);
      }
    }),
  );
  return latencies;
}

async function memoryOf(playground: Running, open: OpenLab[]): Promise<string> {
  if (process.platform !== "linux") return "?";
  let megabytes = await pss(playground.pid);
  for (const { lab } of open)
    for (const { pid } of [lab.servers.a, lab.servers.b]) megabytes += await pss(pid);
  return `${(megabytes / 1024).toFixed(2)} GB`;
}

/** The gateway's descriptors when its pool is full: their number hasn't changed for two seconds. */
async function settled({ pid }: Running): Promise<number> {
  let count = descriptors(pid);
  for (let since = performance.now(); performance.now() - since < 2000; await delay(100)) {
    const now = descriptors(pid);
    if (now !== count && !Number.isNaN(now)) since = performance.now();
    count = now;
  }
  return count;
}

/** Waits until the pool is full again and the requests that closed the labs have released their connections. */
async function leftovers(playground: Running, open: OpenLab[], before: number): Promise<Row> {
  const processes = () =>
    open.flatMap(({ lab }) => [lab.servers.a.pid, lab.servers.b.pid]).filter((pid) => isRunning(pid ?? 0))
      .length;
  for (let tries = 0; tries < 100 && (processes() > 0 || descriptors(playground.pid) > before); tries += 1) {
    await delay(100);
  }
  const more = descriptors(playground.pid) - before;
  return {
    what: "  processes and descriptors more than before, when all are closed",
    measured: `${processes()}, ${Number.isNaN(more) ? "?" : Math.max(0, more)}`,
    target: { text: "0, 0", met: processes() === 0 && !(more > 0) },
  };
}

function cross(alpha: Socket, beta: Socket, text: string): Promise<void> {
  const heard = new Promise<void>((resolve) => beta.once("message", () => resolve()));
  alpha.emit("message", text);
  return heard;
}

const delay = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));
