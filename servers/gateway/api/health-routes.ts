// What a balancer, a container engine and a monitor ask: /healthz, /livez, /readyz, /metrics.

import type { Labs } from "../../lab/labs.ts";
import type { Health, RedisState } from "../../protocol.ts";
import type { Metrics } from "../operating/metrics.ts";
import type { Api } from "./lab-access.ts";

export interface HealthContext {
  labs: Pick<Labs, "count" | "capacity" | "mayRunCode">;
  redis: { state: () => RedisState };
  /** Returns why no lab can be opened now; null if one can. Being full is not a fault. */
  whyNotReady: () => NotReady | null;
  metrics: Pick<Metrics, "text" | "contentType">;
}

export interface NotReady {
  code: "capacity" | "unavailable";
  message: string;
}

/** Clients and health checks like to add a final slash or a query, so both are accepted. */
export function addHealthRoutes(api: Api, { labs, redis, whyNotReady, metrics }: HealthContext): void {
  const both = (path: string) => [path, `${path}/`];

  api.on("GET", both("/healthz"), (c) => {
    const state = redis.state();
    const isFaulty = whyNotReady()?.code === "unavailable";
    const health: Health = {
      status: state.up && !isFaulty ? "ok" : "degraded",
      redis: state,
      labs: { open: labs.count(), capacity: labs.capacity },
      mayRunCode: labs.mayRunCode,
    };
    return c.json(health);
  });
  api.on("GET", both("/livez"), (c) => c.json({ status: "live" }));
  api.on("GET", both("/readyz"), (c) => {
    const error = whyNotReady();
    return error ? c.json({ error }, 503) : c.json({ status: "ready" });
  });
  api.on("GET", both("/metrics"), async (c) =>
    c.body(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
}
