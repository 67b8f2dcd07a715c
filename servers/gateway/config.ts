// What `npm start` was told: flags and environment, checked. A flag wins.
import { parseArgs } from "node:util";
import { hostName } from "./admission/host-name.ts";
import { instructorKeyPattern, weaknessOfKey } from "./workshop/instructor-key.ts";

export interface Config {
  port: number;
  host: string;
  redisUrl: string | null;
  /** Labs at a time; null leaves it to the free memory. */
  capacity: number | null;
  /** Names by which browsers may reach this gateway, beside localhost and plain IP addresses, as `hostName` writes them. */
  allowedHosts: string[];
  /** Labs, and seats of a workshop, that one address may hold at a time; left out, the gateway's default. */
  perAddress?: number;
  /** Serve the site from Astro's dev server, which reloads what is edited. */
  dev: boolean;
  /** A class in the room; null is none. */
  workshop: WorkshopConfig | null;
  /** Only look whether a workshop could be held, and end. */
  check: boolean;
}

export interface WorkshopConfig {
  /** How many are expected; their labs are started ahead. */
  learners: number;
  /** Address of the site for others, where this machine's own addresses say nothing, e.g. `http://192.168.1.20:3000`. */
  publicUrl: string | null;
  /** The instructor's secret; null makes one and keeps it. */
  instructorKey: string | null;
}

/** Something in the flags or the environment cannot be used; the message says what to write instead. */
export class ConfigError extends Error {}

const options = {
  port: { type: "string" },
  host: { type: "string" },
  "redis-url": { type: "string" },
  capacity: { type: "string" },
  "allow-host": { type: "string", multiple: true },
  dev: { type: "boolean" },
  workshop: { type: "boolean" },
  check: { type: "boolean" },
  learners: { type: "string" },
  "public-url": { type: "string" },
  "per-address": { type: "string" },
} as const;

export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const flags = parseFlags(args);
  const capacity = flags.capacity ?? env.CAPACITY;
  const isCheck = flags.check ?? false;
  const isWorkshop = isCheck || (flags.workshop ?? onOrOff("WORKSHOP", env.WORKSHOP));
  const workshop = isWorkshop ? readWorkshop(flags, env) : null;
  const allowedHosts = allowedNames(flags["allow-host"] ?? (env.ALLOW_HOST ? [env.ALLOW_HOST] : []));
  const perAddress = flags["per-address"] ?? env.PER_ADDRESS;
  return {
    port: wholeNumber("--port (or PORT)", flags.port ?? (env.PORT || "3000"), 0, 65535),
    host: flags.host ?? (env.HOST || (workshop ? "0.0.0.0" : "127.0.0.1")),
    redisUrl: flags["redis-url"] ?? (env.REDIS_URL || null),
    capacity: capacity ? wholeNumber("--capacity (or CAPACITY)", capacity, 1, 10_000) : null,
    allowedHosts: workshop?.publicUrl
      ? [...allowedHosts, ...allowedNames([workshop.publicUrl])]
      : allowedHosts,
    ...(perAddress && {
      perAddress: wholeNumber("--per-address (or PER_ADDRESS)", perAddress, 1, 10_000),
    }),
    dev: flags.dev ?? false,
    workshop,
    check: isCheck,
  };
}

function readWorkshop(flags: ReturnType<typeof parseFlags>, env: NodeJS.ProcessEnv): WorkshopConfig {
  const learners = flags.learners ?? (env.LEARNERS || "30");
  const publicUrl = flags["public-url"] ?? env.PUBLIC_URL;
  return {
    learners: wholeNumber("--learners (or LEARNERS)", learners, 1, 500),
    publicUrl: publicUrl ? siteAddress("--public-url (or PUBLIC_URL)", publicUrl) : null,
    instructorKey: env.INSTRUCTOR_KEY ? secret("INSTRUCTOR_KEY", env.INSTRUCTOR_KEY) : null,
  };
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    const what = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${what}\nThe flags are ${known.join(", ")}. With npm: npm start -- --port 8080`);
  }
}

function onOrOff(name: string, text = ""): boolean {
  if (/^(1|true|on|yes)$/i.test(text)) return true;
  if (/^(|0|false|off|no)$/i.test(text)) return false;
  throw new ConfigError(`${name} is 1 or 0; it was "${text}".`);
}

/** Takes each name as a person writes it, and several with commas between them. */
function allowedNames(texts: readonly string[]): string[] {
  const parts = texts.flatMap((text) => text.split(",")).map((text) => text.trim());
  return parts.filter(Boolean).map((text) => {
    const name = hostName(text);
    if (name) return name;
    throw new ConfigError(
      `--allow-host (or ALLOW_HOST) is a name like crosstalk.example, without a path or *; it was "${text}".`,
    );
  });
}

/** The address without a path or a slash at its end. */
function siteAddress(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && /^(0\.0\.0\.0|::)$/.test(hostName(url.host) ?? "")) {
    throw new ConfigError(
      `${name} is an address that others can open; 0.0.0.0 stands for all of this machine's and is none itself. Leave it out, or give one like http://192.168.1.20:3000.`,
    );
  }
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash) {
    return url.origin;
  }
  throw new ConfigError(
    `${name} is an address like http://192.168.1.20:3000, without a path; it was "${text}".`,
  );
}

/** It is not repeated in the message: that may end in a log. */
function secret(name: string, text: string): string {
  const weakness = weaknessOfKey(text);
  if (weakness !== null) throw new ConfigError(`${name} ${weakness}`);
  if (instructorKeyPattern.test(text)) return text;
  throw new ConfigError(
    `${name} has 12 to 200 characters, letters, digits and . _ ~ - only, since it stands in an address; this one has ${text.length}.`,
  );
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new ConfigError(`${name} is a whole number from ${least} to ${most}; it was "${text}".`);
}
