// `npm run bench`: what Crosstalk costs, side by side with bare servers in the same run. Loopback only; everything it starts, it ends.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { createServerProcess } from "../servers/lab/server-process.ts";
import { locateRedis } from "../servers/redis/locate.ts";
import { connect, connectTo, openLab, pathTimes, setLinks, watch } from "./clients.ts";
import { atMost, median, ms, printTable, quantile, type Row, timed } from "./measure.ts";

const redis = await locateRedis();
const gateway = await startGateway();
const bare: ChildProcess[] = [];

console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, Redis: ${redis.kind} ${redis.version}\n`,
);
try {
  printTable([...(await opening()), ...(await toggling()), ...(await crossing()), ...(await starting())]);
} finally {
  for (const server of bare) server.kill();
  gateway.close();
  await redis.close();
}

async function opening(): Promise<Row[]> {
  const cold: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    cold.push(
      await timed(async () => {
        const servers = [createServerProcess(), createServerProcess()];
        await Promise.all(servers.map(({ ready }) => ready));
        for (const server of servers) void server.kill();
      }),
    );
  }
  const coldLab = quantile(cold, 1);
  return [
    {
      what: "two server processes, cold (worst of 5)",
      measured: ms(coldLab),
      target: atMost(coldLab, 1000, "ms"),
    },
  ];
}

async function toggling(): Promise<Row[]> {
  const lab = await openLab(gateway.url);
  const times: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    times.push(
      await timed(() => lab.change("PATCH", "/servers/a", { link: i % 2 === 0 ? "adapter" : "none" })),
    );
  }
  await lab.close();
  const toggle = median(times);
  return [
    {
      what: "adapter toggled, in force (median of 50)",
      measured: ms(toggle),
      target: atMost(toggle, 20, "ms"),
    },
  ];
}

/** Blocks in turn, so that a noisy moment meets both. */
async function crossing(): Promise<Row[]> {
  const ports = [await startBare(), await startBare()] as const;
  const bareAlpha = await connect(`http://127.0.0.1:${ports[0]}`);
  const bareBeta = await connect(`http://127.0.0.1:${ports[1]}`);
  const lab = await openLab(gateway.url);
  await setLinks(lab, "adapter");
  const [alpha, beta, watcher] = [
    await connectTo(gateway.url, lab, "a"),
    await connectTo(gateway.url, lab, "b"),
    await watch(gateway.url, lab),
  ];
  const bareTimes: number[] = [];
  const labTimes: number[] = [];
  for (let block = 0; block < 11; block += 1) {
    const [bareBlock, labBlock] = [
      await pathTimes(bareAlpha, bareBeta, 200),
      await pathTimes(alpha, beta, 200),
    ];
    if (block === 0) continue; // warming up
    bareTimes.push(...bareBlock);
    labTimes.push(...labBlock);
  }
  for (const socket of [bareAlpha, bareBeta, alpha, beta, watcher]) socket.close();
  await lab.close();

  const ratio = median(labTimes) / median(bareTimes);
  const both = (q: number) => `${ms(quantile(labTimes, q))} / ${ms(quantile(bareTimes, q))}`;
  return [
    { what: "α on A to β on B, watched / bare: median", measured: both(0.5) },
    { what: "α on A to β on B, watched / bare: p99", measured: both(0.99) },
    {
      what: "  watched : bare at the median",
      measured: `${ratio.toFixed(2)} ×`,
      target: atMost(ratio, 2.5, "×"),
    },
    { what: "  events of the trace that the watcher got", measured: String(watcher.count()) },
  ];
}

async function startBare(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const server = fork(new URL("./bare-server.ts", import.meta.url), {
    env: { ...process.env, PORT: String(port), REDIS_URL: redis.url },
  });
  bare.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once("message", () => resolve());
    server.once("exit", () => reject(new Error(`the bare server on port ${port} ended`)));
  });
  return port;
}

async function starting(): Promise<Row[]> {
  const again = await startGateway();
  again.close();
  const built = again.startedIn;
  return [
    {
      what: "npm start prints its address, site built",
      measured: ms(built),
      target: atMost(built, 2000, "ms"),
    },
  ];
}

/** Starts the whole playground in a process of its own; `startedIn` is how long it took to print its address, in ms. */
async function startGateway() {
  const start = performance.now();
  const child = spawn(process.execPath, ["servers/gateway/main.ts", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, REDIS_URL: redis.url },
  });
  let url = "";
  for await (const line of createInterface({ input: child.stdout })) {
    url = /http:\/\/\S+/.exec(line)?.[0] ?? "";
    if (url) break;
  }
  return { url, startedIn: performance.now() - start, close: () => child.kill() };
}
