// The Socket.IO endpoint /watch/socket.io/: sends pages the trace of a lab, and takes what their clients sent and heard.
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import type { ApiError, GoneReason, ReportEvents, WatchAuth, WatchEvents } from "../../protocol.ts";
import { addressOf } from "../admission/address.ts";
import type { MayChange } from "../api/lab-access.ts";
import { safeParse } from "../safe-parse.ts";
import { createFeed } from "./feed.ts";
import { createIncomingReports } from "./incoming-reports.ts";
import { admission, internal } from "./socket-errors.ts";
import { limitSockets, type SocketLimits, socketLimits } from "./socket-limits.ts";
import { openWatcherConsole } from "./watcher-console.ts";

export interface Watch {
  /** Notifies everybody who watches this lab that it is over. */
  gone: (lab: string, reason: GoneReason) => void;
  /** Notifies every page that watches a lab, now or later, that this gateway ends within `ms`. */
  draining: (ms: number) => void;
  close: () => void;
}

const auth = z.object({
  lab: z.string().max(64),
  after: z.int().min(0).default(0),
  token: z.string().max(200).exactOptional(),
}) satisfies z.ZodType<WatchAuth>;

interface WatchContext {
  labs: Labs;
  boundary: ErrorBoundary;
  /** Returns why a request is refused, or null. */
  refusal: (req: IncomingMessage) => string | null;
  mayChange: MayChange;
  /** Called with why a connection was cut off. */
  cutOff: (why: string) => void;
  limits?: Partial<SocketLimits>;
}

/** Each is sent all of the trace. */
const maxWatchers = 300;
type WatchSocket = Socket<ReportEvents, WatchEvents, Record<string, never>, { lab: Lab }>;

export function createWatch(http: HttpServer, context: WatchContext): Watch {
  const { labs, boundary, refusal, mayChange, cutOff, limits } = context;
  const { guard } = boundary;
  const io = new Server<ReportEvents, WatchEvents, Record<string, never>, { lab: Lab }>(http, {
    path: "/watch/socket.io/",
    serveClient: false,
    destroyUpgrade: false, // the relay takes the other upgrades
    maxHttpBufferSize: 1_000_000,
    connectTimeout: 10_000,
  });
  const flow = limitSockets(
    io,
    { ...socketLimits, ...limits },
    { boundary, name: "watcher", refusal, cutOff },
  );
  const feed = createFeed(io, boundary);
  const takeReports = createIncomingReports();
  let endsAt: number | null = null;

  io.use(
    admission(boundary, "watch middleware", ({ handshake, data }: WatchSocket) => {
      const parsed = safeParse(auth, handshake.auth);
      if (!parsed.success)
        throw new LabError("invalid", "To watch a lab, send auth: {lab: <its id>, after: <last seq, or 0>}.");
      data.lab = labs.find(parsed.data.lab);
      if ((io.of("/").adapter.rooms.get(parsed.data.lab)?.size ?? 0) >= maxWatchers)
        throw new LabError("capacity", `${maxWatchers} already watch this lab. Wait until one leaves.`);
    }),
  );

  io.on(
    "connection",
    guard("watch connection", welcome, (_, socket) => void socket.disconnect(true)),
  );

  function welcome(socket: WatchSocket): void {
    const { lab: id, after, token } = auth.parse(socket.handshake.auth);
    const { lab } = socket.data; // found before: it may be gone by now
    const address = addressOf(socket.request);
    socket.join(id);
    if (endsAt !== null) socket.emit("draining", endsAt - performance.now());
    flow.join(socket.conn, id);
    feed.follow(socket, lab, after);

    const print = (lines: string[]) => void socket.emit("redis", lines);
    const console = openWatcherConsole(lab, { boundary, mayChange, secret: token, address, print });
    socket.on("disconnect", guard("watch disconnect", console.close));
    handle("clock", (ack) => {
      if (typeof ack === "function") ack(lab.clock());
    });
    handle("redis", (line) => {
      console.type(line);
      labs.touch(id);
    });
    handle("report", (given) => takeReports(lab, given));

    /** Sends `refused` for what the handler refuses with a LabError, or fails at. */
    function handle(event: keyof ReportEvents, handler: (argument: unknown) => void): void {
      const refuse = ({ code, message }: ApiError["error"]) => void socket.emit("refused", { code, message });
      const handled = (argument: unknown) => {
        try {
          handler(argument);
        } catch (error) {
          if (!(error instanceof LabError)) throw error;
          refuse(error);
        }
      };
      socket.on(
        event,
        guard(`watch ${event}`, handled, () => refuse(internal)),
      );
    }
  }

  return {
    draining(ms) {
      endsAt = performance.now() + ms;
      io.emit("draining", ms);
    },
    gone: guard("watched lab that is gone", (lab: string, reason: GoneReason) => {
      io.to(lab).emit("gone", reason);
      io.in(lab).disconnectSockets();
    }),
    close() {
      flow.close();
      io.engine.close();
    },
  };
}
