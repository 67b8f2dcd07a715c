// A correlator, and short ways to pass it what processes and pages saw.
import type { RawObservation } from "../../../../servers/lab/process-protocol.ts";
import { createCorrelator } from "../../../../servers/lab/trace/correlate.ts";
import type { Correlated } from "../../../../servers/lab/trace/trace.ts";
import type { ClientReport, ServerName } from "../../../../servers/protocol.ts";
import type { UnionOmit } from "../../../../servers/union-omit.ts";

export type Given = UnionOmit<RawObservation, "t">;

export function open() {
  const correlator = createCorrelator();
  let t = 0;
  const take = (server: ServerName, raw: Given) => {
    t += 1;
    return correlator.take(server, { ...raw, t } as RawObservation).map(({ observation }) => observation);
  };
  const messageOf = (server: ServerName, raw: Given) => {
    const observation = take(server, raw).at(-1);
    return observation && "message" in observation ? observation.message : undefined;
  };
  const connect = (server: ServerName, socket: string, reports = false) =>
    take(server, {
      type: "connected",
      socket,
      name: socket,
      reports,
      transport: "websocket",
      recovered: false,
    });
  const received = (cause: string, text = '"hi"'): Given => ({
    type: "received",
    cause,
    socket: "α",
    event: "message",
    text,
    wantsAck: false,
  });
  const published = (publication: string, cause: string | null, print = "P"): Given => ({
    type: "published",
    publication,
    cause,
    command: "PUBLISH",
    channel: "ch",
    bytes: 9,
    payload: { kind: "text", text: "hi" },
    print,
  });
  const forwarded = (arrival: string, print = "P"): Given => ({
    type: "forwarded",
    arrival,
    channel: "ch",
    bytes: 9,
    print,
  });
  const delivered = (cause: string | null): Given => ({
    type: "delivered",
    cause,
    sockets: ["β"],
    event: "message",
    text: '"hi"',
  });
  const observationsOf = (correlated: Correlated[]) => correlated.map(({ observation }) => observation);
  /** What follows from a report at once, and a way to have postponed work done in turn. */
  const reporting = (type: ClientReport["type"], socket: string, at: number, text = '"hi"') => {
    const { atOnce, inOrder } = correlator.report({ type, socket, event: "message", text, at }, at);
    return { atOnce: observationsOf(atOnce), inTurn: () => observationsOf(inOrder?.() ?? []) };
  };
  const report = (...given: Parameters<typeof reporting>) => reporting(...given).atOnce;
  return {
    reporting,
    correlator,
    take,
    messageOf,
    connect,
    received,
    published,
    forwarded,
    delivered,
    report,
  };
}
