// `npm start -- --check`: checks this machine before a workshop.

import net from "node:net";
import { capacityOfMachine } from "../../../lab/capacity.ts";
import { locateRedis, RedisNotFound } from "../../../redis/locate.ts";
import { commandLine } from "../../../start-command.ts";
import { hostName } from "../../admission/host-name.ts";
import type { Config } from "../../config.ts";
import { checkoutFor, isSiteBuilt } from "../../pages/build.ts";
import { joinUrls, reachableUrls } from "./addresses.ts";
import { firewallHint } from "./firewall.ts";

export interface PreflightResult {
  what: string;
  /** `attention` is something that only you can judge; `fails` would stop the workshop. */
  verdict: "ok" | "attention" | "fails";
  found: string;
  /** What to do; set unless the verdict is ok. */
  todo?: string;
}

type Checked = Pick<Config, "port" | "host" | "base" | "redisUrl" | "capacity"> & {
  learners: number;
  publicUrl: string | null;
};

/** Returns all findings, most basic first. */
export async function runPreflight(config: Checked): Promise<PreflightResult[]> {
  return [
    await checkPort(config),
    checkAddresses(config),
    checkFirewall(config),
    checkMemory(config),
    await checkRedis(config),
    checkSite(isSiteBuilt(checkoutFor(config.base))),
  ];
}

export async function checkPort({ port, host }: Pick<Checked, "port" | "host">): Promise<PreflightResult> {
  const what = "port";
  const error = await tryPort(port, host);
  if (error === null) return { what, verdict: "ok", found: `${port} is free` };
  const found = `${port} on ${host} cannot be used (${error})`;
  const todo =
    error === "EADDRINUSE"
      ? `Stop what uses it, perhaps a Crosstalk that is still running, or choose another: --port ${port + 1}`
      : "Choose another from 1024 up with --port, or another address with --host";
  return { what, verdict: "fails", found, todo };
}

export function checkAddresses(
  config: Pick<Checked, "port" | "host" | "base" | "publicUrl">,
): PreflightResult {
  const what = "addresses";
  if (config.publicUrl && isOnlyHere(config.publicUrl)) {
    const found = `--public-url (or PUBLIC_URL) is ${config.publicUrl}, which no other machine reaches`;
    const todo = "Leave it out, or give the address that phones open, like http://192.168.1.20:3000";
    return { what, verdict: "fails", found, todo };
  }
  if (!config.publicUrl && config.host !== "0.0.0.0" && config.host !== "::" && isOnlyHere(config.host)) {
    const found = `listens on ${config.host}, which only this machine reaches`;
    return { what, verdict: "fails", found, todo: "Leave --host (and HOST) out, or give 0.0.0.0" };
  }
  const urls = reachableUrls(config);
  if (urls.length === 0) {
    const todo = "Join the room's Wi-Fi, or make one with a phone's hotspot; the internet is not needed";
    return { what, verdict: "fails", found: "this machine is not in a network", todo };
  }
  return { what, verdict: "ok", found: joinUrls(urls).join("  or  ") };
}

/** Whether a host or URL only works on this machine. 0.0.0.0 and :: count, because they are no real addresses. */
function isOnlyHere(address: string): boolean {
  const name = hostName(address) ?? "";
  return /(^|\.)localhost$|^127\.|^0\.0\.0\.0$|^::1?$|^::ffff:7f/.test(name);
}

function checkFirewall({ port }: Pick<Checked, "port">): PreflightResult {
  const { isLikely, found, todo } = firewallHint(process.platform, port);
  return { what: "firewall", verdict: isLikely ? "attention" : "ok", found, todo };
}

export function checkMemory(
  { learners, capacity }: Pick<Checked, "learners" | "capacity">,
  carried = capacityOfMachine(),
): PreflightResult {
  const what = "memory";
  const needed = learners + 1; // and the lab that all phones share
  const found = `for ${carried} labs; ${learners} learners and the shared lab need ${needed}`;
  const free = "End other programs, expect fewer with --learners, or let two share a laptop";
  if (capacity !== null && capacity < needed) {
    const tooSmall = `--capacity (or CAPACITY) is ${capacity}; ${learners} learners and the shared lab need ${needed}`;
    return { what, verdict: "fails", found: tooSmall, todo: `Leave it out, or give ${needed}` };
  }
  if (carried >= needed) return { what, verdict: "ok", found };
  if (capacity !== null) {
    return { what, verdict: "attention", found: `${found}; --capacity ${capacity} overrules it`, todo: free };
  }
  return { what, verdict: "fails", found, todo: `${free}. --capacity ${needed} overrules this` };
}

export async function checkRedis({ redisUrl }: Pick<Checked, "redisUrl">): Promise<PreflightResult> {
  const what = "Redis";
  try {
    const redis = await locateRedis({ url: redisUrl ?? undefined });
    await redis.close();
    const found = `${redis.kind} ${redis.version}`;
    if (redis.kind !== "embedded") return { what, verdict: "ok", found };
    const todo =
      "Enough for most lessons. For streams and the data types of the console, install redis-server";
    return { what, verdict: "attention", found: "none installed; the embedded broker serves", todo };
  } catch (error) {
    if (!(error instanceof RedisNotFound)) throw error;
    return { what, verdict: "fails", found: error.message, todo: "Start that Redis, or leave REDIS_URL out" };
  }
}

export function checkSite(isBuilt: boolean): PreflightResult {
  const what = "site";
  if (isBuilt) return { what, verdict: "ok", found: "is built" };
  const todo = `Run ${commandLine()} once now: building takes up to a minute`;
  return { what, verdict: "attention", found: "is not built, or older than its sources", todo };
}

/** Returns one line for each finding, with what to do below it, and a summary. */
export function report(findings: readonly PreflightResult[], learners: number): string {
  const marks = { ok: "✓", attention: "!", fails: "✗" } as const;
  const lines = findings.flatMap(({ what, verdict, found, todo }) => [
    `  ${marks[verdict]} ${what.padEnd(10)} ${found}`,
    ...(todo ? [`    ${"".padEnd(10)} → ${todo}`] : []),
  ]);
  const failing = findings.filter(({ verdict }) => verdict === "fails").length;
  const sum =
    failing === 0 ? "Nothing stands in the way." : `${failing} of these would stop the workshop (✗).`;
  return [`A workshop for ${learners}`, "", ...lines, "", sum].join("\n");
}

/** Returns Node's error code, or null if the port is free. */
function tryPort(port: number, host: string): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const server = net.createServer();
  server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen(port, host, () => server.close(() => resolve(null)));
  return promise;
}
