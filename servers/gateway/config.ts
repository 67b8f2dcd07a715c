// What `npm start` was told: flags and environment, checked. A flag wins.
import { parseArgs } from "node:util";

export interface Config {
  port: number;
  host: string;
  redisUrl: string | null;
  /** Labs at a time; null leaves it to the free memory. */
  capacity: number | null;
  /** Names by which browsers may reach this gateway, beside localhost and plain IP addresses. */
  allowedHosts: string[];
  /** Serve the site from Astro's dev server, which reloads what is edited. */
  dev: boolean;
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
} as const;

export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const flags = parseFlags(args);
  const capacity = flags.capacity ?? env.CAPACITY;
  return {
    port: wholeNumber("--port (or PORT)", flags.port ?? (env.PORT || "3000"), 0, 65535),
    host: flags.host ?? (env.HOST || "127.0.0.1"),
    redisUrl: flags["redis-url"] ?? (env.REDIS_URL || null),
    capacity: capacity ? wholeNumber("--capacity (or CAPACITY)", capacity, 1, 10_000) : null,
    allowedHosts: flags["allow-host"] ?? (env.ALLOW_HOST ? env.ALLOW_HOST.split(",") : []),
    dev: flags.dev ?? false,
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

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new ConfigError(`${name} is a whole number from ${least} to ${most}; it was "${text}".`);
}
