// The path of a message, on one server and across: through Crosstalk with everything watching, bare, behind nginx, and with
// the other way of watching, the Admin UI's instrumentation. All use the same clients, over WebSocket, in turn.
import type { Socket } from "socket.io-client";
import { processorTime, startBareServer, startNginx } from "../compared-servers.ts";
import {
  burst,
  connect,
  connectTo,
  openLab,
  pathTimes,
  setLinks,
  watch,
  watchAsAdmin,
} from "../lab-clients.ts";
import { median, ms, quantile, type Row, times } from "../measure.ts";

/** Two clients on A and one on B. */
interface Path {
  name: string;
  alpha: Socket;
  gamma: Socket;
  beta: Socket;
  pids?: number[];
  same: number[];
  across: number[];
  perSecond: number[];
  processor?: number;
}

const blocks = 20;
const messagesInBlock = 100;
const bursts = 10;
/** A lab's server accepts 3,000 events a second, so a burst and the pause after it must stay within that. */
const messagesInBurst = 500;
const pauseMs = 150;

export async function paths(redisUrl: string, playground: string): Promise<Row[]> {
  const opened: (() => unknown)[] = [];
  let pairs = 0;
  const closeAtEnd = <T extends { close: () => unknown }>(one: T): T => {
    opened.push(one.close);
    return one;
  };
  /** Every pair has its own channel, so that its broadcasts only reach its own clients. */
  async function pair(withAdminUi: boolean) {
    const key = `bench-${++pairs}`;
    const servers = [
      closeAtEnd(await startBareServer(redisUrl, { key, withAdminUi })),
      closeAtEnd(await startBareServer(redisUrl, { key, withAdminUi })),
    ] as const;
    if (withAdminUi) closeAtEnd(await watchAsAdmin(servers[0].url));
    return servers;
  }
  async function lab() {
    const one = closeAtEnd(await openLab(playground));
    await setLinks(one, "adapter");
    const pids = [one.servers.a.pid ?? 0, one.servers.b.pid ?? 0];
    return { lab: one, pids, clientOn: (server: "a" | "b") => connectTo(playground, one, server) };
  }
  const watched = await lab();
  const watcher = closeAtEnd(await watch(playground, watched.lab));
  const alone = await lab();

  const paths: Path[] = [];
  async function add(name: string, clientOn: (server: "a" | "b") => Promise<Socket>, pids?: number[]) {
    const [alpha, gamma, beta] = [await clientOn("a"), await clientOn("a"), await clientOn("b")];
    opened.push(() => [alpha, gamma, beta].map((socket) => socket.disconnect()));
    paths.push({ name, alpha, gamma, beta, same: [], across: [], perSecond: [], ...(pids && { pids }) });
  }
  await add("Crosstalk, watched", watched.clientOn, watched.pids);
  await add("Crosstalk, not watched", alone.clientOn, alone.pids);
  for (const [name, withAdminUi] of [
    ["bare servers", false],
    ["bare servers with Admin UI", true],
  ] as const) {
    const servers = await pair(withAdminUi);
    const pids = servers.map(({ pid }) => pid);
    await add(name, (server) => connect(servers[server === "a" ? 0 : 1].url), pids);
    const nginx = await startNginx(await pair(withAdminUi));
    if (!nginx) continue;
    const { url } = closeAtEnd(nginx);
    await add(`nginx, ${name}`, (server) => connect(url, `/${server}/socket.io/`));
  }

  await measure(paths);
  const events = watcher.count();
  for (const close of opened.reverse()) await close();
  return [
    ...rows(paths),
    { what: "  events of the trace the page received in the meantime", measured: String(events) },
  ];
}

/** In turn, block by block, so that a noisy moment affects all of them; the first blocks warm up. */
async function measure(paths: Path[]): Promise<void> {
  let before: number[] = [];
  for (let block = -4; block < blocks; block += 1) {
    if (block === 0) before = paths.map(({ pids = [] }) => processorTime(pids));
    for (const path of paths) {
      const across = await pathTimes(path.alpha, path.beta, messagesInBlock);
      const same = await pathTimes(path.alpha, path.gamma, messagesInBlock);
      if (block < 0) continue;
      path.across.push(...across);
      path.same.push(...same);
    }
  }
  for (const [index, path] of paths.entries()) {
    if (!path.pids) continue;
    const spent = processorTime(path.pids) - (before[index] ?? 0);
    path.processor = (spent * 1000) / (2 * blocks * messagesInBlock);
  }
  for (let round = -2; round < bursts; round += 1) {
    for (const path of paths) {
      const perSecond = await burst(path.alpha, path.beta, messagesInBurst);
      if (round >= 0) path.perSecond.push(perSecond);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function rows(paths: Path[]): Row[] {
  const bare = paths.find(({ name }) => name === "bare servers") as Path;
  const proxied = paths.find(({ name }) => name === "nginx, bare servers with Admin UI");
  const shown: Row[] = paths.map((path) => {
    const ratio = median(path.across) / median(bare.across);
    return {
      what: `α on A to β on B, ${path.name}: p50, p99, messages a second`,
      measured: `${ms(median(path.across))}, ${ms(quantile(path.across, 0.99))}, ${thousands(median(path.perSecond))}`,
      ...(path !== bare && { peer: `${times(median(path.across), median(bare.across))} bare servers` }),
      ...(path === paths[0] && { target: { text: "≤ 1.5 ×", met: ratio <= 1.5 } }),
    };
  });
  if (proxied && paths[0]) {
    const [own, theirs] = [median(paths[0].across), median(proxied.across)];
    shown.push({
      what: "  watched by Crosstalk, next to nginx and Admin UI",
      measured: ms(own),
      peer: `${times(own, theirs)} ${ms(theirs)}`,
      target: { text: "≤ 1 ×", met: own <= theirs },
    });
  } else shown.push({ what: "  nginx", measured: "is not installed" });
  for (const path of paths) {
    shown.push({
      what: `α to γ, both on A, ${path.name}: p50, p99`,
      measured: `${ms(median(path.same))}, ${ms(quantile(path.same, 0.99))}`,
      ...(path !== bare && { peer: `${times(median(path.same), median(bare.same))} bare servers` }),
    });
  }
  for (const path of paths) {
    if (path.processor === undefined) continue;
    shown.push({
      what: `processor time of A and B for 1,000 messages, ${path.name}`,
      measured: ms(path.processor),
      ...(path !== bare && { peer: `${times(path.processor, bare.processor ?? Number.NaN)} bare servers` }),
    });
  }
  return shown;
}

function thousands(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 0 });
}
