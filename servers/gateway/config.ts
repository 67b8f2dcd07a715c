// Reads and checks the flags and environment variables of `npm start`. A flag overrides a variable.
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { maxWorkshopLearners } from "../protocol-workshop.ts";
import { type ProbesFile, probesFile } from "../report/probes.ts";
import { commandLine } from "../start-command.ts";
import { clientBehind, type TrustedProxies } from "./admission/proxies.ts";
import { allowedNames, basePath, siteAddress, siteOrigins } from "./config-addresses.ts";
import { ConfigError } from "./config-error.ts";
import { flags } from "./flags.ts";
import { type LogFormat, type LogLevel, logFormats, logLevels } from "./operating/gateway-log.ts";
import { instructorKeyPattern, weaknessOfKey } from "./workshop/instructor-key.ts";

export interface Config {
  port: number;
  host: string;
  /** The path below which everything is served, with a slash at both ends. */
  base: string;
  redisUrl: string | null;
  /** How many labs at a time; null means as many as fit into free memory. */
  capacity: number | null;
  /** Host names, besides localhost and IP addresses, under which browsers can reach this gateway, as `hostName` writes them. */
  allowedHosts: string[];
  /** Origins of other sites whose pages may use labs here. */
  allowedSites: string[];
  /** How many labs, and seats of a workshop, one address can have; the gateway's default if left out. */
  perAddress?: number;
  /** Proxies in front whose X-Forwarded-For is believed; undefined for none. */
  trustedProxies: TrustedProxies | undefined;
  /** The gateway's name among several, with which the ids of its labs begin; undefined for one gateway. */
  gatewayName: string | undefined;
  /** How long labs keep running after SIGTERM, in seconds; 0 by default. */
  drainSeconds: number;
  log: { format: LogFormat; level: LogLevel };
  /** Whether labs run code of a learner's own; the gateway's default if left out. */
  allowCode?: true;
  /** A file of the user's own that labs run; an absolute path. */
  serverFile: string | undefined;
  /** Only reports on the app of `serverFile`, and exits. */
  report: ReportConfig | null;
  /** Serves the site from Astro's dev server, which reloads on every change. */
  dev: boolean;
  /** null when there is no workshop. */
  workshop: WorkshopConfig | null;
  /** Only checks this machine for a workshop, and exits. */
  check: boolean;
}

export interface ReportConfig {
  /** What to send to the app; undefined for what it listens for. */
  probes: ProbesFile | undefined;
  isJson: boolean;
}

export interface WorkshopConfig {
  /** How many learners are expected. Their labs are started in advance. */
  learners: number;
  /** The site's address for others, e.g. `http://192.168.1.20:3000`; null to use this machine's own addresses. */
  publicUrl: string | null;
  /** The instructor's secret; null to generate one and keep it. */
  instructorKey: string | null;
}

export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const given = parseFlags(args);
  const capacity = given.capacity ?? env.CAPACITY;
  const isCheck = given.check ?? false;
  const isWorkshop = isCheck || (given.workshop ?? onOrOff("WORKSHOP", env.WORKSHOP));
  const base = basePath(given.base ?? env.BASE_PATH);
  const workshop = isWorkshop ? readWorkshop(given, env, base) : null;
  const allowedHosts = allowedNames(given["allow-host"] ?? (env.ALLOW_HOST ? [env.ALLOW_HOST] : []));
  const perAddress = given["per-address"] ?? env.PER_ADDRESS;
  const host = given.host ?? (env.HOST || (workshop ? "0.0.0.0" : "127.0.0.1"));
  return {
    port: wholeNumber("--port (or PORT)", given.port ?? (env.PORT || "3000"), 0, 65535),
    host,
    base,
    serverFile: given.server === undefined ? undefined : serverFile(given.server, host, isWorkshop),
    // An app's own REDIS_URL, in the same environment, is what the lab stands in for.
    redisUrl: given["redis-url"] ?? ((given.server === undefined && env.REDIS_URL) || null),
    capacity: capacity ? wholeNumber("--capacity (or CAPACITY)", capacity, 1, 10_000) : null,
    allowedHosts: workshop?.publicUrl
      ? [...allowedHosts, ...allowedNames([workshop.publicUrl])]
      : allowedHosts,
    allowedSites: siteOrigins(given["allow-site"] ?? (env.ALLOW_SITE ? [env.ALLOW_SITE] : [])),
    ...(perAddress && {
      perAddress: wholeNumber("--per-address (or PER_ADDRESS)", perAddress, 1, 10_000),
    }),
    trustedProxies: proxies(given["trust-proxy"] ?? env.TRUST_PROXY),
    gatewayName: gatewayName(given["gateway-name"] ?? env.GATEWAY_NAME),
    drainSeconds: wholeNumber(
      "--drain-seconds (or DRAIN_SECONDS)",
      given["drain-seconds"] ?? (env.DRAIN_SECONDS || "0"),
      0,
      86_400,
    ),
    log: {
      format: oneOf(
        "--log-format (or LOG_FORMAT)",
        given["log-format"] ?? (env.LOG_FORMAT || "text"),
        logFormats,
      ),
      level: oneOf("--log-level (or LOG_LEVEL)", given["log-level"] ?? (env.LOG_LEVEL || "warn"), logLevels),
    },
    ...((given["allow-code"] ?? onOrOff("ALLOW_CODE", env.ALLOW_CODE)) && { allowCode: true }),
    report: readReport(given),
    dev: given.dev ?? false,
    workshop,
    check: isCheck,
  };
}

function readWorkshop(
  given: ReturnType<typeof parseFlags>,
  env: NodeJS.ProcessEnv,
  base: string,
): WorkshopConfig {
  const learners = given.learners ?? (env.LEARNERS || "30");
  const publicUrl = given["public-url"] ?? env.PUBLIC_URL;
  return {
    learners: wholeNumber("--learners (or LEARNERS)", learners, 1, maxWorkshopLearners),
    publicUrl: publicUrl ? siteAddress("--public-url (or PUBLIC_URL)", publicUrl, base) : null,
    instructorKey: env.INSTRUCTOR_KEY ? secret("INSTRUCTOR_KEY", env.INSTRUCTOR_KEY) : null,
  };
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({ args, options: flags, strict: true }).values;
  } catch (error) {
    const known = Object.keys(flags).map((name) => `--${name}`);
    const what = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `${what}\nThe flags are ${known.join(", ")}. For example: ${commandLine("--port 8080")}`,
    );
  }
}

/** Throws a ConfigError if there is nothing to report on, or the file of events isn't one. */
function readReport({ report, probes, json, server }: ReturnType<typeof parseFlags>): ReportConfig | null {
  if (!report) {
    if (probes !== undefined || json) throw new ConfigError("--probes and --json need --report.");
    return null;
  }
  if (server === undefined)
    throw new ConfigError(
      `--report needs --server, e.g. ${commandLine("--server ../my-app/server.js --report")}`,
    );
  return { probes: probes === undefined ? undefined : readProbes(probes), isJson: json ?? false };
}

function readProbes(path: string): ProbesFile {
  const file = resolve(process.env.INIT_CWD ?? ".", path);
  try {
    return probesFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : error;
    throw new ConfigError(
      `--probes must be a file like {"events": [{"event": "message", "args": ["hi"], "ack": true}]}; ${file}: ${what}`,
    );
  }
}

/** Returns the absolute path of an app. Throws a ConfigError if it can't run here. */
function serverFile(path: string, host: string, isWorkshop: boolean): string {
  if (isWorkshop || !["127.0.0.1", "localhost", "::1"].includes(host))
    throw new ConfigError(
      "--server runs your file unconfined, so it needs --host 127.0.0.1 and no --workshop.",
    );
  const file = resolve(process.env.INIT_CWD ?? ".", path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new ConfigError(`--server must be a file, e.g. ../my-app/server.js; there is none at ${file}.`);
}

function onOrOff(name: string, text = ""): boolean {
  if (/^(1|true|on|yes)$/i.test(text)) return true;
  if (/^(|0|false|off|no)$/i.test(text)) return false;
  throw new ConfigError(`${name} must be 1 or 0; it was "${text}".`);
}

/** Returns the gateway's name. Balancers read it from the paths of requests, up to the first dot, so it has no dot itself. */
function gatewayName(text = ""): string | undefined {
  if (text === "") return undefined;
  if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(text)) return text;
  throw new ConfigError(
    `--gateway-name (or GATEWAY_NAME) must have 1 to 40 lowercase letters, digits and hyphens, like crosstalk-0; it was "${text}".`,
  );
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[]): T {
  const value = values.find((known) => known === text);
  if (value !== undefined) return value;
  throw new ConfigError(`${name} must be ${values.join(" or ")}; it was "${text}".`);
}

/** Returns how many proxies are trusted, or which. Throws a ConfigError if the text is neither. */
function proxies(text = ""): TrustedProxies | undefined {
  const parts = text.split(",").map((part) => part.trim());
  if (/^(|0|off|no|false)$/i.test(text.trim())) return undefined;
  if (/^([1-9]|1\d|20)$/.test(text.trim())) return Number(text);
  try {
    if (!parts.every((part) => /[.:]|^[a-z]+$/.test(part))) throw new TypeError("a number among addresses");
    clientBehind(parts);
    return parts;
  } catch {
    throw new ConfigError(
      `--trust-proxy (or TRUST_PROXY) must be how many proxies stand in front (1 to 20), or their addresses, like 10.0.0.0/8,loopback; it was "${text}".`,
    );
  }
}

/** Checks a secret. The message does not repeat it, because it can end up in a log. */
function secret(name: string, text: string): string {
  const weakness = weaknessOfKey(text);
  if (weakness !== null) throw new ConfigError(`${name} ${weakness}`);
  if (instructorKeyPattern.test(text)) return text;
  throw new ConfigError(
    `${name} must have 12 to 200 characters, only letters, digits and . _ ~ -, because it is part of an address; this one has ${text.length}.`,
  );
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new ConfigError(`${name} must be a whole number from ${least} to ${most}; it was "${text}".`);
}
