// The flags of `npm start`, each with its environment variable, its default, and what it does; `--help` prints them.
import { commandLine } from "../start-command.ts";

interface Flag {
  type: "string" | "boolean";
  /** Can be given several times. */
  multiple?: true;
  /** The environment variable that says the same; a flag wins. */
  env?: string;
  /** What it is when it's left out. */
  without?: string;
  help: string;
}

export const flags = {
  port: { type: "string", env: "PORT", without: "3000", help: "the port; 0 picks a free one" },
  host: { type: "string", env: "HOST", without: "127.0.0.1", help: "0.0.0.0 lets other machines in" },
  base: {
    type: "string",
    env: "BASE_PATH",
    without: "/",
    help: "the path below which everything is served, like /crosstalk/; for a proxy that passes it on",
  },
  "redis-url": {
    type: "string",
    env: "REDIS_URL",
    without: "a redis-server on the PATH, else the embedded broker",
    help: "redis:// or rediss://",
  },
  capacity: {
    type: "string",
    env: "CAPACITY",
    without: "from the free memory",
    help: "labs at the same time",
  },
  "per-address": {
    type: "string",
    env: "PER_ADDRESS",
    without: "60; in a workshop 10",
    help: "labs, and seats of a workshop, for one address",
  },
  "allow-host": {
    type: "string",
    multiple: true,
    env: "ALLOW_HOST",
    help: "host names that browsers may use, besides localhost and IP addresses",
  },
  "allow-site": {
    type: "string",
    multiple: true,
    env: "ALLOW_SITE",
    help: "addresses of static sites whose pages may use labs here; see SECURITY.md",
  },
  server: {
    type: "string",
    help: "a Socket.IO server of your own, which runs as A and B instead of the lessons'",
  },
  report: {
    type: "boolean",
    help: "with --server: say which of its events scale out, and exit; 1 if one falls silent",
  },
  probes: { type: "string", help: "with --report: a JSON file with the events to send" },
  json: { type: "boolean", help: "with --report: print it as JSON" },
  "allow-code": {
    type: "boolean",
    env: "ALLOW_CODE",
    without: "only on 127.0.0.1",
    help: "labs run code that learners write; see SECURITY.md",
  },
  "trust-proxy": {
    type: "string",
    env: "TRUST_PROXY",
    without: "no proxy is trusted",
    help: "how many proxies stand in front, or their addresses; X-Forwarded-For says then who asks",
  },
  "gateway-name": { type: "string", env: "GATEWAY_NAME", help: "its name among several, for a balancer" },
  "drain-seconds": {
    type: "string",
    env: "DRAIN_SECONDS",
    without: "0",
    help: "how long labs go on after SIGTERM, while no more are opened",
  },
  "log-level": { type: "string", env: "LOG_LEVEL", without: "warn", help: "error, warn or info" },
  "log-format": {
    type: "string",
    env: "LOG_FORMAT",
    without: "text",
    help: "text or json, one line an event",
  },
  workshop: { type: "boolean", env: "WORKSHOP", help: "a class in one room" },
  learners: { type: "string", env: "LEARNERS", without: "30", help: "how many learners you expect" },
  "public-url": {
    type: "string",
    env: "PUBLIC_URL",
    without: "the machine's addresses",
    help: "the address that learners use",
  },
  check: { type: "boolean", help: "check this machine for a workshop, and exit" },
  dev: { type: "boolean", help: "serve the site from Astro's dev server" },
  help: { type: "boolean", help: "print this, and exit" },
  version: { type: "boolean", help: "print the version, and exit" },
} as const satisfies Record<string, Flag>;

/** Returns the text of `--help`. */
export function usage(): string {
  const rows = Object.entries(flags).map(([name, flag]: [string, Flag]) => {
    const left = `--${name}${flag.type === "string" ? " <…>" : ""}`;
    const notes = [flag.env, flag.without && `default: ${flag.without}`].filter(Boolean).join("; ");
    return `  ${left.padEnd(22)} ${flag.help}${notes ? ` (${notes})` : ""}`;
  });
  return [commandLine("[flags]"), "", ...rows].join("\n");
}
