// What the page looks at: Socket.IO on /watch/socket.io/ brings the trace of a lab, and takes what the page's clients saw.
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server } from "socket.io";
import { z } from "zod";
import { maxTextLength } from "../describe.ts";
import { LabError } from "../lab/errors.ts";
import type { Lab } from "../lab/lab.ts";
import type { Labs } from "../lab/labs.ts";
import type { GoneReason, ReportEvents, WatchAuth, WatchEvents } from "../protocol.ts";
import type { MayChange } from "./api.ts";
import { boundFlow, flowLimits } from "./flow.ts";
import { check } from "./safe-parse.ts";

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
  /** Why a request may not go on, or null. */
  refusal: (req: IncomingMessage) => string | null;
  mayChange: MayChange;
  /** Told why a connection was cut off. */
  cutOff: (why: string) => void;
}

/** Each is sent all of the trace. */
const maxWatchers = 300;

export function createWatch(http: HttpServer, { labs, refusal, mayChange, cutOff }: WatchContext): Watch {
  const io = new Server<ReportEvents, WatchEvents, Record<string, never>, { lab: Lab }>(http, {
    path: "/watch/socket.io/",
    serveClient: false,
    allowRequest: (req, answer) => {
      const refused = refusal(req);
      answer(refused, refused === null);
    },
    destroyUpgrade: false, // the relay takes the other upgrades
    maxHttpBufferSize: 1_000_000,
  });

  boundFlow(io, flowLimits, (why) => cutOff(`watcher that ${why}`));

  io.use((socket, next) => {
    const parsed = check(auth, socket.handshake.auth);
    if (!parsed.success)
      return next(new Error("To watch a lab, send auth: {lab: <its id>, after: <last seq, or 0>}."));
    try {
      socket.data.lab = labs.find(parsed.data.lab);
      if ((io.of("/").adapter.rooms.get(parsed.data.lab)?.size ?? 0) >= maxWatchers)
        throw new LabError("capacity", `${maxWatchers} already watch this lab. Wait until one leaves.`);
      next();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      next(Object.assign(new Error(error.message), { data: { code: error.code } }));
    }
  });

  io.on("connection", (socket) => {
    const { lab: id, after, token } = auth.parse(socket.handshake.auth);
    const { lab } = socket.data; // found before: it may be gone by now
    socket.join(id);
    socket.emit("trace", lab.trace.after(after).events);
    const stop = lab.trace.subscribe((events) => socket.emit("trace", events));
    socket.on("disconnect", stop);

    socket.on("clock", (ack) => {
      if (typeof ack === "function") ack(lab.clock());
    });
    const console = lab.openConsole((lines) => socket.emit("redis", lines));
    socket.on("disconnect", console.close);
    socket.on("redis", (line) => {
      const why = refusalOf(lab, token ?? "");
      if (why !== null) socket.emit("refused", { code: "forbidden", message: why });
      else if (typeof line === "string") {
        labs.touch(id);
        console.type(line);
      }
    });

    socket.on("report", (given) => {
      const parsed = check(reports, given);
      if (parsed.success) lab.report(parsed.data);
      else
        socket.emit("refused", {
          code: "invalid",
          message: `These reports are not of the contract: ${z.prettifyError(parsed.error)}`,
        });
    });
  });

  /** Why this secret may not type into the console, or null. */
  function refusalOf(lab: Lab, secret: string): string | null {
    try {
      if (mayChange(lab, secret)) return null;
      return "The Redis console needs the lab's token, which only who opened the lab has.";
    } catch (error) {
      if (error instanceof LabError) return error.message;
      throw error;
    }
  }

  return {
    gone(lab, reason) {
      io.to(lab).emit("gone", reason);
      io.in(lab).disconnectSockets();
    },
    close: () => io.engine.close(),
  };
}
