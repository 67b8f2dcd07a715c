// What the log says of labs.
import type { Lab } from "../../lab/lab.ts";
import type { TraceEvent } from "../../protocol.ts";
import { type Log, shortId } from "./gateway-log.ts";

/** Logs that a lab was opened, and from then on each server of it that crashes. */
export function logOpened(log: Log, lab: Lab, seconds: number, open: number): void {
  lab.trace.subscribe((events) => logCrashes(log, lab.id, events));
  log.info("lab opened", { lab: shortId(lab.id), ms: Math.round(seconds * 1000), open });
}

function logCrashes(log: Log, lab: string, events: readonly TraceEvent[]): void {
  for (const event of events) {
    if (event.type !== "server" || event.state !== "crashed") continue;
    const reason = event.reason?.slice(0, 200) ?? "unknown";
    log.warn("server crashed", { lab: shortId(lab), server: event.server, reason });
  }
}
