// A correlator that is given one observation after another, and two that many tests begin with.
import type { RawObservation } from "../../../../servers/lab/process-protocol.ts";
import { createCorrelator } from "../../../../servers/lab/trace/correlate.ts";
import type { UnionOmit } from "../../../../servers/union-omit.ts";

export type Given = UnionOmit<RawObservation, "t">;

export function open() {
  const correlator = createCorrelator();
  let t = 0;
  const take = (raw: Given, server: "a" | "b" = "a") => {
    t += 1;
    return correlator.take(server, { ...raw, t } as RawObservation);
  };
  return { correlator, take };
}

export const connected: Given = {
  type: "connected",
  socket: "s1",
  name: "α",
  reports: false,
  transport: "polling",
  recovered: true,
};
export const received: Given = {
  type: "received",
  cause: "c1",
  socket: "s1",
  event: "message",
  text: '"hi"',
  wantsAck: true,
};
