// A class: many labs at once, a message across in each every second, and nothing left when they are closed.
import { readdirSync } from "node:fs";
import type { Socket } from "socket.io-client";
import { type BenchLab, connectTo, openLab, setLinks } from "../clients.ts";
import { atMost, ms, quantile, type Row } from "../measure.ts";
import type { Running } from "../processes.ts";

const seconds = 10;

export async function manyLabs(playground: Running, count: number): Promise<Row[]> {
  const before = descriptors(playground.pid);
  const opening = performance.now();
  const labs: BenchLab[] = [];
  for (let i = 0; i < count; i += 1) labs.push(await openLab(playground.url));
  const opened = performance.now() - opening;
  const pairs: Pair[] = [];
  for (const lab of labs) pairs.push(await connectPair(playground.url, lab));
  for (const pair of pairs) await warmUp(pair);

  const times: number[] = [];
  await Promise.all(
    pairs.map(async (pair, index) => {
      await delay((index * 1000) / count); // spread over the second
      for (let second = 0; second < seconds; second += 1) {
        const start = performance.now();
        await cross(pair, `${second}`);
        times.push(performance.now() - start);
        await delay(1000 - (performance.now() - start));
      }
    }),
  );
  for (const { alpha, beta } of pairs) for (const socket of [alpha, beta]) socket.disconnect();
  const pids = labs.flatMap(({ servers }) => [servers.a.pid, servers.b.pid]);
  await Promise.all(labs.map((lab) => lab.close()));
  await delay(500);
  const processesLeft = pids.filter((pid) => isRunning(pid ?? 0)).length;
  const descriptorsLeft = before === null ? "?" : Math.max(0, (descriptors(playground.pid) ?? 0) - before);
  const p99 = quantile(times, 0.99);
  return [
    { what: `${count} labs opened one after the other`, measured: ms(opened) },
    {
      what: `${count} labs, a message across each second: p50, p99`,
      measured: `${ms(quantile(times, 0.5))}, ${ms(p99)}`,
      target: atMost(p99, 100, "ms at p99"),
    },
    {
      what: "  processes, descriptors left when all are closed",
      measured: `${processesLeft}, ${descriptorsLeft}`,
      // The pool is filled again meanwhile: up to four processes, with a handful of descriptors each.
      target: {
        text: "0, those of the pool",
        met: processesLeft === 0 && Number(descriptorsLeft || 0) <= 20,
      },
    },
  ];
}

interface Pair {
  alpha: Socket;
  beta: Socket;
}

async function connectPair(url: string, lab: BenchLab): Promise<Pair> {
  await setLinks(lab, "adapter");
  return { alpha: await connectTo(url, lab, "a"), beta: await connectTo(url, lab, "b") };
}

async function warmUp(pair: Pair): Promise<void> {
  for (let i = 0; i < 5; i += 1) await cross(pair, `warm ${i}`);
}

function cross({ alpha, beta }: Pair, text: string): Promise<void> {
  const heard = new Promise<void>((resolve) => beta.once("message", () => resolve()));
  alpha.emit("message", text);
  return heard;
}

/** Open descriptors of a process; null where /proc does not tell. */
function descriptors(pid: number): number | null {
  if (process.platform !== "linux") return null;
  return readdirSync(`/proc/${pid}/fd`).length;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const delay = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));
