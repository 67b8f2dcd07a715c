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
import type { Guesses } from "../admission/guesses.ts";
import type { LabHolders } from "../admission/labs-per-address.ts";
import { admission, internal } from "../watch/socket-errors.ts";
import { limitSockets, type SocketLimits, socketLimits } from "../watch/socket-limits.ts";
import { authenticate, type Participant, type RoleOfKey } from "./authenticate.ts";
import { createBroadcasts, type Io } from "./broadcasts.ts";
import { createActions } from "./event-table.ts";
import { createEventHandler } from "./handle-events.ts";
import { createJoin, type WorkshopSocket } from "./join-workshop.ts";
import type { PairList } from "./pairs/pair-list.ts";
import { createPairs } from "./pairs/pairs-of-workshop.ts";
import { createPhones, type Phone } from "./phones.ts";
import { createRoom, type RoomState } from "./room.ts";
import type { Roster } from "./roster.ts";
import type { Shown } from "./shown/shown.ts";
import { createSignalActions } from "./signals/signal-actions.ts";

export interface WorkshopSockets {
  labGone: (id: string) => void;
  labOpened: () => void;
  /** Whether `token` is the guest's in the pair that shares this lab. */
  isGuest: (lab: string, token: string) => boolean;
  /** Whether the learner, or the other of the pair at this lab, allows help now. */
  allowsHelp: (owner: string) => boolean;
  close: () => void;
}

export interface WorkshopSocketsContext {
  http: HttpServer;
  labs: Labs;
  holders: Pick<LabHolders, "held">;
  boundary: ErrorBoundary;
  roster: Roster;
  roleOfKey: RoleOfKey;
  /** Phones of one address. */
  perAddress: number;
  /** Returns why a request is refused, or null. */
  refusal: (req: IncomingMessage) => string | null;
  /** Called with why a connection was cut off. */
  cutOff: (why: string) => void;
  limits: Partial<SocketLimits>;
  shown: Shown;
  pairs: PairList;
  /** Of codes by which learners sit at somebody's lab. */
  guesses: Guesses;
}

/** All that a page says at once, and a little more. */
const maxMessageBytes = 64_000;

export function createWorkshopSockets(context: WorkshopSocketsContext): WorkshopSockets {
  const { http, labs, boundary, roster, roleOfKey, perAddress, refusal, cutOff } = context;
  const { guard } = boundary;
  const seats = createPhones({ perAddress });
  const io = createServer(http);
  const name = "page of the workshop";
  const flow = limitSockets(io, { ...socketLimits, ...context.limits }, { boundary, name, refusal, cutOff });

  const pairs = createPairs(io, context, (learner) => broadcasts.changed(learner));
  const { pairing, changed, viewOf } = pairs;
  const room = createRoom({
    ...context,
    circle: pairing.circle,
    seats,
    onShared: () => {
      for (const socket of io.of("/").sockets.values()) sendSeat(socket.data);
      broadcasts.changed();
    },
    onReset: (learner) => void io.to(learner).emit("reset"),
    onRemoving: pairing.removed,
    onRemoved(learner) {
      io.to(learner).emit("removed");
      io.in(learner).disconnectSockets(true);
      broadcasts.removed();
    },
    onLabGone: pairing.tell,
  });
  const broadcasts = createBroadcasts(io, { boundary, room, roster, viewOf });
  const signalActions = createSignalActions({
    roster,
    sendAnswered: (learner, signal) => void io.to(learner).emit("answered", signal),
    changed,
  });
  const actions = createActions({ roster, labs, room, pairing, signalActions, changed });
  const arrive = createJoin({
    ...context,
    seats,
    room,
    sendName: ({ id, name }) => void io.to(id).emit("you", { id, name }),
    sendSeat,
    sendPair: pairing.tell,
    viewOf,
    changed,
  });

  function sendSeat(actor: Participant): void {
    if (actor.role !== "phone") return;
    io.to(actor.id).emit("seat", seatOf(labs, seats.find(actor.id), room.shared()));
  }

  io.use(
    admission(boundary, "workshop middleware", (socket: WorkshopSocket) => {
      socket.data = authenticate(socket.handshake.auth, addressOf(socket.request), roleOfKey);
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
    greet(socket, room);
    if (!hasPlace(socket, arrive)) return;
    socket.onAny(
      guard(
        "workshop event",
        (event: string, ...args: unknown[]) => answering(socket.data, event, actions.get(event), args),
        () => void socket.emit("refused", internal),
      ),
    );
  }

  return {
    labGone: guard("workshop's lab that is gone", (id: string) => {
      room.labGone(id);
      changed();
    }),
    labOpened: guard("workshop's lab that is new", () => changed()),
    isGuest: pairing.isGuest,
    allowsHelp: pairs.allowsHelp,
    close() {
      pairing.close();
      broadcasts.close();
      flow.close();
      io.engine.close();
    },
  };
}

/** Sends what everyone sees first. */
function greet(socket: WorkshopSocket, room: RoomState): void {
  socket.emit("room", room.view());
  socket.emit("timer", room.shown.timerNow());
  socket.emit("closed", room.shown.state().closed);
}

/** Gives the person their place. Returns false, and ends the connection with the reason, if none is left. */
function hasPlace(socket: WorkshopSocket, arrive: (socket: WorkshopSocket) => void): boolean {
  try {
    arrive(socket);
    return true;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    socket.emit("refused", { code: error.code, message: error.message });
    socket.disconnect();
    return false;
  }
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
