// What /metrics reports, for Prometheus. No label holds anything of a learner or a lab.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import type { ApiErrorCode, TraceEvent } from "../../protocol.ts";

export interface Metrics {
  /** Counts what happens in this lab from now on. `seconds` is how long it took to open. */
  opened: (lab: Lab, seconds: number) => void;
  /** Counts a request or connection that was refused. */
  refused: (kind: string) => void;
  /** Counts an error of the API. */
  failed: (code: ApiErrorCode) => void;
  /** Returns all metrics in Prometheus' text format. */
  text: () => Promise<string>;
  contentType: string;
}

export interface MetricsSources {
  labs: Pick<Labs, "count" | "capacity" | "waiting">;
  /** How many errors each place has had. */
  errors: () => Record<string, number>;
}

export function createMetrics({ labs, errors }: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge("crosstalk_labs_open", "Labs that are open.", labs.count);
  gauge("crosstalk_labs_capacity", "Labs that can be open at the same time.", () => labs.capacity);
  gauge("crosstalk_pool_processes", "Server processes that wait for a lab.", labs.waiting);
  new Gauge({
    name: "crosstalk_errors",
    help: "Errors that were caught at an edge of the gateway, by place.",
    labelNames: ["place"],
    registers,
    collect() {
      for (const [place, count] of Object.entries(errors())) this.set({ place }, count);
    },
  });
  const opening = new Histogram({
    name: "crosstalk_lab_opening_seconds",
    help: "How long it took to open a lab.",
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
    registers,
  });
  const events = new Counter({
    name: "crosstalk_trace_events_total",
    help: "Events in all traces.",
    registers,
  });
  const lag = new Histogram({
    name: "crosstalk_trace_lag_seconds",
    help: "From an observation to the pages that watch.",
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1],
    registers,
  });
  const ended = new Counter({
    name: "crosstalk_servers_ended_total",
    help: "Server processes that ended, by state: stopped on purpose, or crashed.",
    labelNames: ["state"],
    registers,
  });
  const refused = new Counter({
    name: "crosstalk_refused_total",
    help: "Requests and connections that were refused or cut off, by kind.",
    labelNames: ["kind"],
    registers,
  });
  const failed = new Counter({
    name: "crosstalk_api_errors_total",
    help: "Errors of the API, by code.",
    labelNames: ["code"],
    registers,
  });
  let hasDefaults = false;

  function take(lab: Lab, batch: readonly TraceEvent[]): void {
    events.inc(batch.length);
    const [first] = batch;
    if (first) lag.observe(Math.max(0, lab.clock() - first.at) / 1000);
    for (const event of batch) {
      if (event.type !== "server" || event.state === "starting" || event.state === "running") continue;
      ended.inc({ state: event.state });
    }
  }

  return {
    opened(lab, seconds) {
      opening.observe(seconds);
      lab.trace.subscribe((batch) => take(lab, batch));
    },
    refused: (kind) => refused.inc({ kind }),
    failed: (code) => failed.inc({ code }),
    text() {
      // Only once somebody asks: they observe every garbage collection and the event loop.
      if (!hasDefaults) collectDefaultMetrics({ register: registry });
      hasDefaults = true;
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
