// What is mutated, by area: the plain functions in which a bug would cost most.

const files = (folder: string, names: string) => names.split(" ").map((name) => `${folder}/${name}.ts`);

export const areas: Readonly<Record<string, readonly string[]>> = {
  console: ["servers/lab/console/commands.ts"],
  origin: files("servers/gateway/admission", "origin host-name"),
  admission: files("servers/gateway/workshop", "authenticate clean-text event-schemas"),
  tokens: [
    "servers/secrets.ts",
    "servers/gateway/api/bearer.ts",
    "servers/gateway/workshop/instructor-key.ts",
  ],
  limits: [
    ...files("servers", "rate bounded-map lab/process/client-limits"),
    ...files("servers/gateway", "admission/address admission/shares watch/socket-limits"),
  ],
  relay: files("servers/gateway", "relay/hop-by-hop pages/conditions"),
  resp: [
    ...files(
      "servers/redis/resp",
      "byte-window command-parser command-reader encode header inline integer reader",
    ),
    "servers/redis/broker/glob.ts",
  ],
  sequencer: ["servers/lab/trace/sequencer.ts"],
  correlator: files(
    "servers/lab/trace",
    "waiting-list correlate page-reports lab-sockets publications trace",
  ),
  matrix: files(
    "site/lab/derive",
    "audience link-behaviour matrix messages outcome reasons result picture-state",
  ),
  checks: files(
    "site/lab/checks",
    "absence-checks answer-checks balancer-checks broadcast-checks building-blocks cable-checks checks redis-checks room-checks",
  ),
};
