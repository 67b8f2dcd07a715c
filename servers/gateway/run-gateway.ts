// Reads flags and environment, finds a Redis, builds the site if necessary, and starts the gateway.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { joinPath } from "../base-path.ts";
import { cacheFolder } from "../cache-folder.ts";
import { createErrorBoundary } from "../error-boundary.ts";
import { capacityOfMachine } from "../lab/capacity.ts";
import { ensurePacked } from "../lab/libraries/ensure-packed.ts";
import { checkTemporaryFolder } from "../lab/socket-folder.ts";
import { locateRedis } from "../redis/locate.ts";
import { type Config, readConfig } from "./config.ts";
import { usage } from "./flags.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { createLog } from "./operating/gateway-log.ts";
import { runAstro } from "./pages/astro.ts";
import { checkoutFor, ensureSite } from "./pages/build.ts";
import { createSite } from "./pages/site.ts";
import { explain } from "./startup-errors.ts";
import { loadInstructorKey } from "./workshop/instructor-key.ts";
import { announcement, tooFewLabs } from "./workshop/start/announce.ts";
import { report, runPreflight } from "./workshop/start/preflight.ts";

const endWithinMs = 10_000;
const devPort = 4321;

process.on("SIGUSR1", () => {}); // it would open Node's debugger to every process of this user
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {}); // their reader can go away, as with `| head`

try {
  const args = process.argv.slice(2);
  const config = readConfig(args, process.env);
  if (args.includes("--help")) console.log(usage());
  else if (args.includes("--version")) console.log(manifest.version);
  else if (config.check) await checkOnly(config);
  else if (config.report) await (await import("./own-app/report-only.ts")).reportOnly(config, config.report);
  else await start(config);
} catch (error) {
  console.error(explain(error));
  process.exit(1); // everything that was started meanwhile ends with this process
}

async function start(config: Config): Promise<void> {
  checkTemporaryFolder();
  void ensurePacked();
  const redis = await locateRedis({ url: config.redisUrl ?? undefined });
  const workshop = config.workshop && {
    ...config.workshop,
    instructorKey: config.workshop.instructorKey ?? loadInstructorKey(),
    helperKey: loadInstructorKey(join(cacheFolder, "helper-key")),
    // A gateway with any free port isn't found again after a restart.
    ...(config.port !== 0 && {
      shownFile: join(cacheFolder, `workshop-${config.port}.json`),
      pairsFile: join(cacheFolder, `workshop-${config.port}-pairs.json`),
      recordFile: join(cacheFolder, `workshop-${config.port}-record.json`),
    }),
  };
  const capacity = config.capacity ?? capacityOfMachine();
  const log = createLog(config.log);
  const devUrl = joinPath(`http://localhost:${devPort}`, config.base.slice(0, -1));
  let gateway: Gateway | undefined;
  const close = async () => {
    await gateway?.close();
    await redis.close();
    log.info("stopped");
  };
  endWith({
    close,
    async drain() {
      if (!config.drainSeconds || !gateway) return;
      log.info("draining", { seconds: config.drainSeconds });
      await gateway.drain(config.drainSeconds * 1000);
    },
    withinMs: config.drainSeconds * 1000 + endWithinMs,
  });
  try {
    let site: RequestListener = config.dev ? redirectTo(devUrl) : beingBuilt;
    gateway = await createGateway({
      host: config.host,
      port: config.port,
      base: config.base,
      capacity,
      allowedHosts: config.allowedHosts,
      allowedSites: config.allowedSites,
      name: config.gatewayName,
      log,
      boundary: createErrorBoundary({ print: (line) => log.error(line) }),
      trustedProxies: config.trustedProxies,
      ...(config.perAddress && { perAddress: config.perAddress }),
      redis,
      ...(config.allowCode && { mayRunCode: true }),
      ...(workshop && { workshop }),
      ...(config.serverFile && { app: { file: config.serverFile, print: console.log } }),
      site: (req, res) => site(req, res),
      isSiteReady: () => site !== beingBuilt,
    });
    if (config.dev) {
      runDevServer(gateway.url, config.base);
    } else {
      site = createSite(await ensureSite(checkoutFor(config.base)));
    }
  } catch (error) {
    await close().catch(() => {}); // the first error says more
    throw error;
  }
  const url = config.dev ? devUrl : gateway.url;
  process.send?.({ usablePort: gateway.port }, undefined, {}, () => {}); // see servers/start.js
  console.log(`Crosstalk  ${url}  (Redis: ${redis.kind} ${redis.version})`);
  if (gateway.appUrls) {
    const { a, b, balanced } = await gateway.appUrls;
    console.log(`  your app   on A: ${a}   on B: ${b}   behind the balancer: ${balanced}`);
  }
  log.info("started", { url, redis: redis.kind, capacity });
  if (workshop) {
    const { learners, ...keys } = workshop;
    const isColoured = process.stdout.hasColors?.() ?? false;
    console.log(announcement({ urls: gateway.reachableUrls(), localUrl: url, ...keys, isColoured }));
    const labs = Math.min(learners, capacity);
    if (labs < learners) console.log(`  ${tooFewLabs(labs, learners, config.capacity !== null)}\n`);
    void gateway.warmed.then(() =>
      console.log(labs === 1 ? "  1 lab is ready." : `  ${labs} labs are ready.`),
    );
  }
}

/** Checks this machine for a workshop, and exits; with 1 if something would prevent it. */
async function checkOnly({ workshop, ...config }: Config): Promise<void> {
  if (!workshop) return;
  const findings = await runPreflight({ ...config, ...workshop });
  console.log(report(findings, workshop.learners));
  if (findings.some(({ verdict }) => verdict === "fails")) process.exitCode = 1;
}

/** The response to requests that come while the site is being built. */
function beingBuilt(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { "content-type": "text/plain", "retry-after": "5" });
  res.end("The site is being built. Come back in a few seconds.\n");
}

const redirectTo =
  (location: string): RequestListener =>
  (_req, res) =>
    void res.writeHead(302, { location }).end();

/** Runs Astro's dev server, which reloads on every change and forwards API, labs and watch to the gateway. */
function runDevServer(gatewayUrl: string, base: string): void {
  const env = { CROSSTALK_GATEWAY: new URL(gatewayUrl).origin, CROSSTALK_BASE: base };
  runAstro(["dev", "--port", String(devPort)], "inherit", env).catch((error) => {
    console.error(error.message);
    process.kill(process.pid, "SIGTERM");
  });
}

interface Ending {
  /** Resolves when no lab is left, or when they have had their time. */
  drain: () => Promise<void>;
  close: () => Promise<void>;
  /** How long both can take. */
  withinMs: number;
}

/**
 * The first signal drains and then shuts down; a second one shuts down now, within 10 s; Ctrl+C again exits at once. A closed
 * terminal sends SIGHUP.
 */
function endWith({ drain, close, withinMs }: Ending): void {
  let closing: Promise<void> | undefined;
  let draining = false;
  const shutDown = () => {
    closing ??= close().then(
      () => process.exit(),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
    setTimeout(() => process.exit(1), endWithinMs);
  };
  const end = (signal: NodeJS.Signals) => {
    if (closing && signal === "SIGINT") process.exit(130);
    if (closing) return;
    if (draining) return shutDown();
    draining = true;
    process.send?.({ endsWithinMs: withinMs }, undefined, {}, () => {}); // see servers/start.js
    drain().then(shutDown, shutDown);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  process.once("disconnect", () => {
    draining = true; // servers/start.js, which started this, was killed
    end("SIGTERM");
  });
}
