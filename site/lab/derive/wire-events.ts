// The events of the trace that the wire shows: traffic on the cables and through the balancer. They are kept as they come; wire.ts
// turns it into lines when they are shown.

import type { TraceEvent } from "../../../servers/protocol.ts";
import type { WireEvent } from "./wire-rows.ts";

const maxWireEvents = 3_000;

/** Whether the wire shows this event of the trace. */
export function isWireEvent(event: TraceEvent): event is WireEvent {
  switch (event.type) {
    case "command":
    case "published":
    case "accepted":
    case "forwarded":
    case "arrived":
    case "dropped":
    case "delivered":
    case "routed":
      return true;
    default:
      return false;
  }
}

/** Appends fresh events; keeps the newest 3,000. */
export function appendWireEvents(
  before: readonly WireEvent[],
  fresh: readonly WireEvent[],
): readonly WireEvent[] {
  return fresh.length ? [...before, ...fresh].slice(-maxWireEvents) : before;
}
