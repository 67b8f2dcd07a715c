// A watched lab whose trace the test writes, and its watchers.
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo, Socket as TcpSocket } from "node:net";
import { io, type Socket } from "socket.io-client";
import { onTestFinished } from "vitest";
import { createErrorBoundary } from "../../../../servers/error-boundary.ts";
import type { SocketLimits } from "../../../../servers/gateway/watch/socket-limits.ts";
import { createWatch } from "../../../../servers/gateway/watch/watch.ts";
import type { Lab } from "../../../../servers/lab/lab.ts";
import type { Labs } from "../../../../servers/lab/labs.ts";
import { createTrace } from "../../../../servers/lab/trace/trace.ts";
import type { ClientReport, TraceEvent } from "../../../../servers/protocol.ts";
import { frame, upgrade } from "../../../security/raw.ts";

/** A gateway's watch over one lab, whose trace the test writes. */
export async function openWatch(limits: Partial<SocketLimits> = {}) {
  const trace = createTrace(0);
  let reported = 0;
  const lab = {
    id: "lab",
    trace,
    clock: () => 0,
    openConsole: () => ({ type: () => {}, close: () => {} }),
    report: (reports: ClientReport[]) => (reported += reports.length),
  } as unknown as Lab;
  const cutOff: string[] = [];
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const watch = createWatch(server, {
    labs: { find: () => lab, touch: () => {} } as unknown as Labs,
    boundary: createErrorBoundary({
      print: (line) => {
        throw new Error(line);
      },
    }),
    refusal: () => null,
    mayChange: () => true,
    cutOff: (why) => cutOff.push(why),
    limits,
  });
  onTestFinished(() => {
    watch.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const text = "x".repeat(4000);
  return {
    url,
    trace,
    cutOff,
    reported: () => reported,
    /** Adds this many events of 4 kB, in batches as servers report them. */
    async add(count: number) {
      for (let added = 0; added < count; added += 1) {
        trace.add(0, { type: "log", server: "a", stream: "out", text });
        if (added % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

export type Watched = Awaited<ReturnType<typeof openWatch>>;

/** Watches with a stock client, which stores what it got. */
export function watcher({ url }: Watched, transports = ["websocket"], after = 0) {
  const pages: TraceEvent[][] = [];
  const seqs = () => pages.flat().map(({ seq }) => seq);
  const socket: Socket = io(url, {
    path: "/watch/socket.io/",
    auth: (give) => give({ lab: "lab", after: seqs().at(-1) ?? after }),
    forceNew: true,
    transports,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
  });
  socket.on("trace", (events: TraceEvent[]) => pages.push(events));
  onTestFinished(() => void socket.disconnect());
  return { socket, pages, seqs };
}

/** Watches and reads nothing from then on. */
export async function nonReadingWatcher({ url }: Watched): Promise<TcpSocket> {
  const { socket } = await upgrade(url, { path: "/watch/socket.io/?EIO=4&transport=websocket" });
  onTestFinished(() => void socket.destroy());
  socket.write(frame('40{"lab":"lab"}'));
  await once(socket, "data");
  socket.pause();
  return socket;
}

export const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);
