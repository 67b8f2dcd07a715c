// What is mutated, by area: what a fault would cost most in, as far as it is plain functions.

const gateway = (...names: string[]) => names.map((name) => `servers/gateway/${name}.ts`);
const redis = (...names: string[]) => names.map((name) => `servers/redis/${name}.ts`);
const trace = (...names: string[]) => names.map((name) => `servers/lab/trace/${name}.ts`);
const derive = (...names: string[]) => names.map((name) => `site/lab/derive/${name}.ts`);
const checks = (...names: string[]) => names.map((name) => `site/lab/checks/${name}.ts`);

export const areas: Readonly<Record<string, readonly string[]>> = {
  console: ["servers/lab/console/commands.ts"],
  origin: gateway("origin", "host-name"),
  admission: gateway("workshop/admission", "workshop/names", "workshop/schema"),
  tokens: ["servers/secrets.ts", ...gateway("bearer", "workshop/instructor-key")],
  limits: [
    "servers/rate.ts",
    "servers/bounded-map.ts",
    "servers/lab/process/limits.ts",
    ...gateway("address", "shares", "flow"),
  ],
  relay: gateway("hop-by-hop", "conditions"),
  resp: redis("byte-window", "glob", "resp", "resp-command", "resp-encode", "resp-header", "resp-inline"),
  sequencer: trace("sequencer"),
  correlator: trace("bounded", "correlate", "page-reports", "passages", "trace"),
  matrix: derive("link-behaviour", "matrix", "messages", "outcome", "reasons", "result", "state"),
  checks: checks(
    "absence",
    "answers",
    "balancer",
    "broadcast",
    "cables",
    "judge",
    "judging",
    "redis",
    "rooms",
  ),
};
