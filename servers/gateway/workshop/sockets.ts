// The workshop's Socket.IO endpoint: who connects as what, what each may do, and who is told what.
//
//   learner, phone, instructor, projector ──auth──▶ admission ──▶ actions (role, schema) ──▶ roster, seats, room
//   roster and room ──at most every 200 ms──▶ `room` to everyone, `roster` to instructors
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server } from "socket.io";
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { WorkshopEvents } from "../../protocol-workshop.ts";
import { boundFlow, flowLimits } from "../flow.ts";
import { createActions } from "./actions.ts";
import { type Admitted, admit } from "./admission.ts";
import { createAnswering } from "./answering.ts";
import { createPulse } from "./pulse.ts";
import { createRoom } from "./room.ts";
import { type Roster, toLearner } from "./roster.ts";
import { createSeats } from "./seats.ts";

export interface WorkshopSockets {
  labGone: (id: string) => void;
  close: () => void;
}

export interface WorkshopSocketsContext {
  http: HttpServer;
  labs: Labs;
  roster: Roster;
  isInstructor: (key: string) => boolean;
  /** Why a request may not go on, or null. */
  refusal: (req: IncomingMessage) => string | null;
  /** Told why a connection was cut off. */
  cutOff: (why: string) => void;
}

/** Forty learners who work change something all the time; more than this nobody could read. */
const broadcastEveryMs = 200;
/** All that a page says at once, and a little more. */
const maxMessageBytes = 64_000;
const instructors = "instructors";

type Io = Server<Record<string, never>, WorkshopEvents, Record<string, never>, Admitted>;

export function createWorkshopSockets(context: WorkshopSocketsContext): WorkshopSockets {
  const { http, labs, roster, isInstructor, refusal, cutOff } = context;
  const seats = createSeats();
  const io: Io = new Server(http, {
    path: "/workshop/socket.io/",
    serveClient: false,
    allowRequest: (req, answer) => {
      const refused = refusal(req);
      answer(refused, refused === null);
    },
    destroyUpgrade: false, // the relay takes the other upgrades
    maxHttpBufferSize: maxMessageBytes,
    // A laptop that was closed is shown as away within this time.
    pingInterval: 10_000,
    pingTimeout: 10_000,
  });
  boundFlow(io, flowLimits, (why) => cutOff(`page of the workshop that ${why}`));

  const room = createRoom({
    labs,
    roster,
    seats,
    onShared: () => {
      for (const socket of io.of("/").sockets.values()) tellSeat(socket.data);
      roomPulse.beat();
    },
    onReset: (learner) => void io.to(learner).emit("reset"),
    onRemoved(learner) {
      io.to(learner).emit("removed");
      io.in(learner).disconnectSockets(true);
      isWholeDue = true;
      changed();
    },
    onLearner: changed,
  });
  const actions = createActions({ roster, labs, room, changed });

  let lastRoom = "";
  const roomPulse = createPulse(broadcastEveryMs, () => {
    const view = room.view();
    const text = JSON.stringify(view);
    if (text !== lastRoom) io.emit("room", view);
    lastRoom = text;
  });
  const fresh = new Set<string>();
  let isWholeDue = false;
  const rosterPulse = createPulse(broadcastEveryMs, () => {
    const members = isWholeDue ? roster.members() : roster.members().filter(({ id }) => fresh.has(id));
    io.to(instructors).emit("roster", {
      now: Date.now(),
      learners: members.map(toLearner),
      isWhole: isWholeDue,
    });
    fresh.clear();
    isWholeDue = false;
  });

  function changed(learner?: string): void {
    if (learner !== undefined) fresh.add(learner);
    if (learner !== undefined || isWholeDue) rosterPulse.beat();
    roomPulse.beat();
  }

  function tellSeat(actor: Admitted): void {
    if (actor.role !== "phone") return;
    const phone = seats.find(actor.id);
    const shared = room.shared();
    const seat = phone &&
      shared && {
        lab: shared.id,
        server: phone.server,
        path: `/labs/${shared.id}/${phone.server}/socket.io/`,
      };
    io.to(actor.id).emit("seat", seat ?? null);
  }

  io.use((socket, next) => {
    try {
      socket.data = admit(socket.handshake.auth, isInstructor);
      next();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      next(Object.assign(new Error(error.message), { data: { code: error.code } }));
    }
  });

  io.on("connection", (socket) => {
    const person = socket.data;
    const answering = createAnswering((error) => socket.emit("refused", error));
    socket.emit("room", room.view());
    switch (person.role) {
      case "learner": {
        const member = roster.join(person.key, person.name, Date.now());
        if (!member) return turnAway();
        socket.join(member.id);
        io.to(member.id).emit("you", { id: member.id, name: member.name });
        changed(member.id);
        socket.on("disconnect", () => {
          roster.leave(member.id, Date.now());
          changed(member.id);
        });
        break;
      }
      case "phone": {
        const phone = seats.take(person.key, person.name);
        if (!phone) return turnAway();
        socket.join(phone.id);
        io.to(phone.id).emit("you", { id: phone.id, name: phone.name });
        tellSeat(person);
        changed();
        socket.on("disconnect", () => {
          seats.leave(phone.id);
          changed();
        });
        break;
      }
      case "instructor":
        socket.join(instructors);
        socket.emit("roster", { now: Date.now(), learners: roster.members().map(toLearner), isWhole: true });
        break;
      case "projector":
        break;
    }
    socket.onAny((event: string, ...args: unknown[]) => {
      void answering(person, event, actions.get(event), args);
    });

    function turnAway(): void {
      socket.emit("refused", {
        code: "capacity",
        message: "This room is full. Ask the instructor to take somebody off the roster, then join again.",
      });
      socket.disconnect();
    }
  });

  return {
    labGone: room.labGone,
    close() {
      roomPulse.close();
      rosterPulse.close();
      io.engine.close();
    },
  };
}
