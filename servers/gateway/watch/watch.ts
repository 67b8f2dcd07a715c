// What the page looks at: Socket.IO on /watch/socket.io/ brings the trace of a lab, and takes what the page's clients saw.
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import type { Boundary } from "../../boundary.ts";
import { maxTextLength } from "../../describe.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import type { ApiErrorCode, GoneReason, ReportEvents, WatchAuth, WatchEvents } from "../../protocol.ts";
import { createRates } from "../../rate.ts";
import { limitKey } from "../admission/address.ts";
import type { MayChange } from "../api/lab-access.ts";
import { check } from "../safe-parse.ts";
import { createFeed } from "./feed.ts";
import { boundFlow, type FlowLimits, flowLimits } from "./flow.ts";
import { admission, internal } from "./socket-errors.ts";

export interface Watch {
  /** Tells everybody who watches this lab that it is over. */
  gone: (lab: string, reason: GoneReason) => void;
  close: () => void;
}

const auth = z.object({
  lab: z.string().max(64),
  after: z.int().min(0).default(0),
  token: z.string().max(200).exactOptional(),
}) satisfies z.ZodType<WatchAuth>;
const reports = z
  .array(
    z.object({
      type: z.enum(["sent", "heard"]),
      socket: z.string().max(64),
      event: z.string().max(maxTextLength),
      text: z.string().max(maxTextLength),
      at: z.number().min(0),
    }),
  )
  .max(1000);

interface WatchContext {
  labs: Labs;
  boundary: Boundary;
  /** Why a request may not go on, or null. */
  refusal: (req: IncomingMessage) => string | null;
  mayChange: MayChange;
  /** Told why a connection was cut off. */
  cutOff: (why: string) => void;
  limits?: Partial<FlowLimits>;
}

/** Each is sent all of the trace. */
const maxWatchers = 300;
/** What the pages of one lab may report: 190 clients that hear a burst of 600 messages stay below it. */
const reportsOfLab = { most: 150_000, perSecond: 20_000 };

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
  const flow = boundFlow(io, { ...flowLimits, ...limits }, { boundary, name: "watcher", refusal, cutOff });
  const feed = createFeed(io, boundary);
  const reported = createRates(reportsOfLab);

  io.use(
    admission(boundary, "watch middleware", ({ handshake, data }: WatchSocket) => {
      const parsed = check(auth, handshake.auth);
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
    const address = limitKey(socket.handshake.address);
    const refuse = (code: ApiErrorCode, message: string) => void socket.emit("refused", { code, message });
    const failed = () => refuse(internal.code, internal.message);
    socket.join(id);
    flow.join(socket.conn, id);
    feed.follow(socket, lab, after);

    socket.on(
      "clock",
      guard(
        "watch clock",
        (ack: unknown) => {
          if (typeof ack === "function") ack(lab.clock());
        },
        failed,
      ),
    );
    const console = lab.openConsole(
      guard("console of a watcher", (lines: string[]) => void socket.emit("redis", lines)),
    );
    socket.on("disconnect", guard("watch disconnect", console.close));
    socket.on(
      "redis",
      guard(
        "watch redis",
        (line: unknown) => {
          const why = refusalOf(lab, token, address);
          if (why !== null) return refuse("forbidden", why);
          if (typeof line !== "string") return;
          labs.touch(id);
          console.type(line);
        },
        failed,
      ),
    );
    socket.on(
      "report",
      guard("watch report", (given: unknown) => take(lab, given, refuse), failed),
    );
  }

  function take(lab: Lab, given: unknown, refuse: (code: ApiErrorCode, message: string) => void): void {
    const parsed = check(reports, given);
    if (!parsed.success) {
      refuse("invalid", `Invalid reports: ${z.prettifyError(parsed.error)}`);
    } else if (!reported.take(lab.id, parsed.data.length)) {
      refuse("rate", `The pages of this lab report more than ${reportsOfLab.perSecond} events a second.`);
    } else lab.report(parsed.data);
  }

  /** Why this secret may not type into the console, or null. */
  function refusalOf(lab: Lab, secret: string | undefined, address: string): string | null {
    try {
      if (secret && mayChange(lab, secret, address)) return null;
      return "The Redis console needs the lab's token, which only the person who opened the lab has.";
    } catch (error) {
      if (error instanceof LabError) return error.message;
      throw error;
    }
  }

  return {
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
