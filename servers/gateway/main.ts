// `npm start`: reads what it was told, finds a Redis, builds the site if need be, and opens the door.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { capacityOfMachine } from "../lab/labs.ts";
import { locateRedis, RedisNotFound } from "../redis/locate.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { createSite, ensureSite, runAstro } from "./site.ts";
import { announcement } from "./workshop/announce.ts";
import { keptInstructorKey } from "./workshop/instructor-key.ts";
import { check, report } from "./workshop/preflight.ts";

const devPort = 4321;
const devUrl = `http://localhost:${devPort}`;

try {
  const config = readConfig(process.argv.slice(2), process.env);
  if (config.check) await checkOnly(config);
  else await start(config);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function start(config: Config): Promise<void> {
  const redis = await locateRedis({ url: config.redisUrl ?? undefined });
  const workshop = config.workshop && {
    ...config.workshop,
    instructorKey: config.workshop.instructorKey ?? keptInstructorKey(),
  };
  const capacity = config.capacity ?? capacityOfMachine();
  let gateway: Gateway | undefined;
  const close = async () => {
    await gateway?.close();
    await redis.close();
  };
  try {
    let site: RequestListener = config.dev ? toDevServer : beingBuilt;
    gateway = await createGateway({
      host: config.host,
      port: config.port,
      capacity,
      allowedHosts: config.allowedHosts,
      redis,
      ...(workshop && { workshop }),
      site: (req, res) => site(req, res),
    });
    endWith(close);
    if (config.dev) {
      runDevServer(gateway.url);
    } else {
      await ensureSite();
      site = createSite();
    }
  } catch (error) {
    await close();
    throw error;
  }
  const url = config.dev ? devUrl : gateway.url;
  console.log(`Crosstalk  ${url}  (Redis: ${redis.kind} ${redis.version})`);
  if (workshop) {
    const { instructorKey, learners } = workshop;
    const isColoured = process.stdout.hasColors?.() ?? false;
    console.log(announcement({ urls: gateway.reachableUrls(), localUrl: url, instructorKey, isColoured }));
    const labs = Math.min(learners, capacity);
    const tooFew = `Only ${labs} of the ${learners} labs fit into the free memory. End other programs, or see npm start -- --check`;
    if (labs < learners) console.log(`  ${tooFew}\n`);
    void gateway.warmed.then(() =>
      console.log(labs === 1 ? "  1 lab is ready." : `  ${labs} labs are ready.`),
    );
  }
}

/** Looks whether a workshop could be held here, and ends; with 1 when something would stop it. */
async function checkOnly({ workshop, ...config }: Config): Promise<void> {
  if (!workshop) return;
  const findings = await check({ ...config, ...workshop });
  console.log(report(findings, workshop.learners));
  if (findings.some(({ verdict }) => verdict === "fails")) process.exitCode = 1;
}

/** Whoever comes before the line with the address is printed. */
function beingBuilt(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { "content-type": "text/plain", "retry-after": "5" });
  res.end("The site is being built. Come back in a few seconds.\n");
}

function toDevServer(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(302, { location: devUrl }).end();
}

/** Astro's own server reloads what is edited, and passes API, labs and watch on to the gateway. */
function runDevServer(gatewayUrl: string): void {
  runAstro(["dev", "--port", String(devPort)], "inherit", { CROSSTALK_GATEWAY: gatewayUrl }).catch(
    (error) => {
      console.error(error.message);
      process.kill(process.pid, "SIGTERM");
    },
  );
}

/** The first signal ends in order; a second one ends at once. */
function endWith(close: () => Promise<void>): void {
  const end = () => {
    process.once("SIGINT", () => process.exit(130));
    close().then(
      () => process.exit(),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

/** What was wrong and what to do, where we know it; everything else is a bug and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof RedisNotFound) return error.message;
  if (error instanceof Error && "code" in error) {
    const { port, address } = error as { port?: number; address?: string };
    if (error.code === "EADDRINUSE") {
      return `Port ${port} on ${address} is in use. Stop what uses it, or take another: npm start -- --port ${(port ?? 3000) + 1}`;
    }
    if (error.code === "EACCES")
      return `Port ${port} needs rights that you lack. Take one from 1024 on: npm start -- --port 3000`;
    if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
      return `This machine has no address ${address ?? ""}. Use --host 127.0.0.1, or 0.0.0.0 for all of its addresses.`;
    }
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
