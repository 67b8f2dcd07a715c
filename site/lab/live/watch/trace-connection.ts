// Watches a lab: receives its trace, and sends what the page's own clients saw, in the lab's time.

import { io, type Socket } from "socket.io-client";
import type {
  ClientReport,
  ReportEvents,
  TraceEvent,
  WatchAuth,
  WatchEvents,
} from "../../../../servers/protocol.ts";
import { gatewayOrigin, gatewayPath } from "../../../gateway-address.ts";
import { createLabClock } from "./lab-clock.ts";
import { createReportQueue } from "./report-queue.ts";

export interface Watch {
  /** The lab's clock at a time on the page's (`performance.now()`); undefined until the two have been compared. */
  labTime: (pageMs: number) => number | undefined;
  report: (report: ClientReport) => void;
  /** Sends a line to the Redis console; returns false if there is no connection. */
  typeRedis: (line: string) => boolean;
  /** Checks whether the gateway still responds; drops the connection if it doesn't. */
  check: () => void;
  close: () => void;
}

interface Listener {
  /** The last known `seq`, requested at each connection. */
  after: () => number;
  trace: (events: TraceEvent[]) => void;
  /** What the Redis console prints. */
  redis: (lines: readonly string[]) => void;
  /** The console refused a line: only the person who opened the lab may use it. */
  refused: () => void;
  /** The lab's gateway is about to end. */
  draining?: () => void;
  gone: () => void;
  /** The connection came up, or was lost. */
  up: (isUp: boolean) => void;
}

const compareEveryMs = 5_000;
/** After this many unanswered requests in a row, the gateway counts as unreachable. */
const attempts = 2;
const answerWithinMs = 2_000;

export function watch({ id, token }: { id: string; token: string }, listener: Listener): Watch {
  const socket: Socket<WatchEvents, ReportEvents> = io(gatewayOrigin, {
    path: gatewayPath("/watch/socket.io/"),
    query: { lab: id }, // for a balancer, which finds the lab's gateway by it
    auth: (give) => give({ lab: id, token, after: listener.after() } satisfies WatchAuth),
    forceNew: true,
    multiplex: false,
    // No long-polling first: a browser has six connections per address, and the clients need theirs.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  const clock = createLabClock(askClock, () => socket.connected);
  const reports = createReportQueue(
    (pageMs) => (socket.connected ? clock.labTime(pageMs) : undefined),
    (batch) => void socket.emit("report", batch),
  );
  let checking: Promise<void> | undefined;
  let comparing: ReturnType<typeof setTimeout> | undefined;

  socket.on("connect", async () => {
    listener.up(true);
    await compareClocks();
    reports.flush();
  });
  socket.on("disconnect", () => listener.up(false));
  socket.on("connect_error", () => listener.up(false));
  socket.on("trace", listener.trace);
  socket.on("draining", () => listener.draining?.());
  socket.on("gone", listener.gone);
  socket.on("redis", listener.redis);
  socket.on("refused", ({ code }) => {
    if (code === "forbidden") listener.refused();
  });

  function askClock(): Promise<number | undefined> {
    return socket
      .timeout(answerWithinMs)
      .emitWithAck("clock")
      .catch(() => undefined);
  }

  async function compareClocks() {
    clearTimeout(comparing);
    await check();
    await clock.compare();
    if (socket.connected) comparing = setTimeout(compareClocks, compareEveryMs);
  }

  /** A network that disappears closes nothing; only a missing response shows it. */
  function check(): Promise<void> {
    checking ??= isAnswered().then((is) => {
      checking = undefined;
      if (!is) socket.io.engine.close();
    });
    return checking;
  }

  async function isAnswered(): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (!socket.connected) return true;
      const answer = await askClock();
      if (answer !== undefined) return true;
    }
    return !socket.connected;
  }

  return {
    labTime: clock.labTime,
    report: reports.add,
    typeRedis(line) {
      // A buffered line would reach a console that doesn't know what was typed before.
      if (socket.connected) socket.emit("redis", line);
      return socket.connected;
    },
    check: () => void check(),
    close() {
      reports.close();
      clearTimeout(comparing);
      socket.close();
    },
  };
}
