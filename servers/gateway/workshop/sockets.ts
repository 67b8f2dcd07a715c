// The workshop's Socket.IO endpoint: accepts people by role, runs their actions and broadcasts changes.
//
//   learner, phone, instructor, projector ──auth──▶ admission ──▶ actions (role, schema) ──▶ roster, seats, room
//   roster and room ──at most every 200 ms──▶ `room` to everyone, `roster` to instructors
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server } from "socket.io";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { PhoneConnection, SharedLab } from "../../protocol-workshop.ts";
import { addressOf } from "../admission/address.ts";
import type { LabHolders } from "../admission/labs-per-address.ts";
import { admission, internal } from "../watch/socket-errors.ts";
import { limitSockets, type SocketLimits, socketLimits } from "../watch/socket-limits.ts";
import { authenticate, type Participant } from "./authenticate.ts";
import { createBroadcasts, type Io } from "./broadcasts.ts";
import { createActions } from "./event-table.ts";
import { createEventHandler } from "./handle-events.ts";
import { createJoin, type WorkshopSocket } from "./join-workshop.ts";
import { createPhones, type Phone } from "./phones.ts";
import { createRoom } from "./room.ts";
import type { Roster } from "./roster.ts";
import type { Shown } from "./shown/shown.ts";
import { createSignalActions } from "./signals/signal-actions.ts";

export interface WorkshopSockets {
  labGone: (id: string) => void;
  labOpened: () => void;
  close: () => void;
}

export interface WorkshopSocketsContext {
  http: HttpServer;
  labs: Labs;
  holders: Pick<LabHolders, "held">;
  boundary: ErrorBoundary;
  roster: Roster;
  isInstructor: (key: string, address: string) => boolean;
  /** Phones of one address. */
  perAddress: number;
  /** Returns why a request is refused, or null. */
  refusal: (req: IncomingMessage) => string | null;
  /** Called with why a connection was cut off. */
  cutOff: (why: string) => void;
  limits: Partial<SocketLimits>;
  shown: Shown;
}

/** All that a page says at once, and a little more. */
const maxMessageBytes = 64_000;

export function createWorkshopSockets(context: WorkshopSocketsContext): WorkshopSockets {
  const { http, labs, holders, boundary, roster, isInstructor, perAddress, refusal, cutOff, shown } = context;
  const { guard } = boundary;
  const seats = createPhones({ perAddress });
  const io = createServer(http);
  const name = "page of the workshop";
  const flow = limitSockets(io, { ...socketLimits, ...context.limits }, { boundary, name, refusal, cutOff });

  const room = createRoom({
    labs,
    holders,
    roster,
    seats,
    shown,
    onShared: () => {
      for (const socket of io.of("/").sockets.values()) sendSeat(socket.data);
      broadcasts.changed();
    },
    onReset: (learner) => void io.to(learner).emit("reset"),
    onRemoved(learner) {
      io.to(learner).emit("removed");
      io.in(learner).disconnectSockets(true);
      broadcasts.removed();
    },
    onLearner: (learner) => broadcasts.changed(learner),
  });
  const broadcasts = createBroadcasts(io, { boundary, room, roster });
  const { changed } = broadcasts;
  const signalActions = createSignalActions({
    roster,
    sendAnswered: (learner, signal) => void io.to(learner).emit("answered", signal),
    changed,
  });
  const actions = createActions({ roster, labs, room, signalActions, changed });
  const arrive = createJoin({
    boundary,
    roster,
    seats,
    room,
    sendName: ({ id, name }) => void io.to(id).emit("you", { id, name }),
    sendSeat,
    changed,
  });

  function sendSeat(actor: Participant): void {
    if (actor.role !== "phone") return;
    io.to(actor.id).emit("seat", seatOf(labs, seats.find(actor.id), room.shared()));
  }

  io.use(
    admission(boundary, "workshop middleware", (socket: WorkshopSocket) => {
      socket.data = authenticate(socket.handshake.auth, addressOf(socket.request), isInstructor);
    }),
  );
  io.on(
    "connection",
    guard("workshop connection", welcome, (_, socket) => void socket.disconnect(true)),
  );

  function welcome(socket: WorkshopSocket): void {
    const answering = createEventHandler(
      (error) => socket.emit("refused", error),
      (error) => boundary.report("workshop action", error),
    );
    socket.emit("room", room.view());
    socket.emit("timer", room.shown.timerNow());
    socket.emit("closed", room.shown.state().closed);
    try {
      arrive(socket);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      socket.emit("refused", { code: error.code, message: error.message });
      return void socket.disconnect();
    }
    socket.onAny(
      guard(
        "workshop event",
        (event: string, ...args: unknown[]) => answering(socket.data, event, actions.get(event), args),
        () => void socket.emit("refused", internal),
      ),
    );
  }

  return {
    labGone: guard("workshop's lab that is gone", room.labGone),
    labOpened: guard("workshop's lab that is new", () => changed()),
    close() {
      broadcasts.close();
      flow.close();
      io.engine.close();
    },
  };
}

function createServer(http: HttpServer): Io {
  return new Server(http, {
    path: "/workshop/socket.io/",
    serveClient: false,
    destroyUpgrade: false, // the relay takes the other upgrades
    maxHttpBufferSize: maxMessageBytes,
    connectTimeout: 10_000,
    // A laptop that was closed is shown as away within this time.
    pingInterval: 10_000,
    pingTimeout: 10_000,
  });
}

/** The seat of a phone in the shared lab; null if there is none. */
function seatOf(labs: Labs, phone: Phone | undefined, shared: SharedLab | null): PhoneConnection | null {
  if (!phone || !shared) return null;
  const { server } = phone;
  return { lab: shared.id, server, path: labs.find(shared.id).servers[server].state().path };
}
