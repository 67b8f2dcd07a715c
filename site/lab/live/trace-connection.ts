// Watches a lab: its trace comes in, what the page's own clients saw goes out, and both use the lab's clock.

import { io, type Socket } from "socket.io-client";
import type {
  ClientReport,
  ReportEvents,
  TraceEvent,
  WatchAuth,
  WatchEvents,
} from "../../../servers/protocol.ts";

export interface Watch {
  /** The lab's clock at a moment of the page's (`performance.now()`); undefined until the two have been compared. */
  labTime: (pageMs: number) => number | undefined;
  report: (report: ClientReport) => void;
  /** Brings a line to the Redis console; false when nobody is there to take it. */
  typeRedis: (line: string) => boolean;
  /** Looks whether the gateway still answers; a connection that is dead is given up. */
  check: () => void;
  close: () => void;
}

interface Listener {
  /** The last `seq` that is known, asked for at each connection. */
  after: () => number;
  trace: (events: TraceEvent[]) => void;
  /** What the Redis console prints. */
  redis: (lines: readonly string[]) => void;
  /** What was typed into it cannot be taken: only who opened the lab may. */
  refused: () => void;
  gone: () => void;
  /** The connection came up, or was lost. */
  up: (isUp: boolean) => void;
}

/** So many comparisons of the clocks in a row; a page that is busy loading needs another row later. */
const comparisons = 6;
const compareEveryMs = 5_000;
/** A clock drifts: a comparison that was better counts for less each time. */
const aging = 1.2;
/** A gateway that answers none of so many questions in a row is out of reach. */
const attempts = 2;
const answerWithinMs = 2_000;
const reportEveryMs = 8;
const maxReports = 200;

export function watch({ id, token }: { id: string; token: string }, listener: Listener): Watch {
  const socket: Socket<WatchEvents, ReportEvents> = io({
    path: "/watch/socket.io/",
    auth: (give) => give({ lab: id, token, after: listener.after() } satisfies WatchAuth),
    forceNew: true,
    multiplex: false,
    // No long-polling first: a browser has six connections to an address, and the clients need theirs.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  /** Lab time minus page time, from the comparison that took the shortest. */
  let offset: number | undefined;
  let best = Number.POSITIVE_INFINITY;
  let reports: ClientReport[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let checking: Promise<void> | undefined;
  let comparing: ReturnType<typeof setTimeout> | undefined;

  socket.on("connect", async () => {
    listener.up(true);
    await compareClocks();
    flush();
  });
  socket.on("disconnect", () => listener.up(false));
  socket.on("connect_error", () => listener.up(false));
  socket.on("trace", listener.trace);
  socket.on("gone", listener.gone);
  socket.on("redis", listener.redis);
  socket.on("refused", ({ code }) => {
    if (code === "forbidden") listener.refused();
  });

  async function compareClocks() {
    clearTimeout(comparing);
    best *= aging;
    await check();
    for (let index = 0; index < comparisons && socket.connected; index += 1) {
      const start = performance.now();
      const labMs = await socket
        .timeout(2_000)
        .emitWithAck("clock")
        .catch(() => undefined);
      const trip = performance.now() - start;
      if (labMs === undefined || trip >= best) continue;
      best = trip;
      offset = labMs + trip / 2 - (start + trip);
    }
    if (socket.connected) comparing = setTimeout(compareClocks, compareEveryMs);
  }

  /** A network that went away closes nothing: it is noticed by an answer that does not come. */
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
      const answer = await socket
        .timeout(answerWithinMs)
        .emitWithAck("clock")
        .catch(() => undefined);
      if (answer !== undefined) return true;
    }
    return !socket.connected;
  }

  const labTime = (pageMs: number) => (offset === undefined ? undefined : pageMs + offset);

  /** Reports wait in page time until the clocks have been compared. */
  function flush() {
    timer = undefined;
    if (offset === undefined || !socket.connected) return;
    const shift = offset;
    for (let start = 0; start < reports.length; start += maxReports) {
      const batch = reports.slice(start, start + maxReports);
      socket.emit(
        "report",
        batch.map((report) => ({ ...report, at: report.at + shift })),
      );
    }
    reports = [];
  }

  return {
    labTime,
    report(report) {
      reports.push(report);
      if (reports.length > 5_000) reports = reports.slice(-5_000);
      timer ??= setTimeout(flush, reportEveryMs);
    },
    typeRedis(line) {
      // What waited for a connection would reach a console that knows nothing of what was typed before.
      if (socket.connected) socket.emit("redis", line);
      return socket.connected;
    },
    check: () => void check(),
    close() {
      clearTimeout(timer);
      clearTimeout(comparing);
      socket.close();
    },
  };
}
