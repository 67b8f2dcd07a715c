// A connection to the workshop, and what the room is told over it.
import { io, type Socket } from "socket.io-client";
import type { ApiError } from "../../servers/protocol.ts";
import type {
  InstructorEvents,
  LearnerEvents,
  Room,
  WorkshopAuth,
  WorkshopEvents,
} from "../../servers/protocol-workshop.ts";

type Refusal = ApiError["error"];
export type Session = ReturnType<typeof openSession>;

/** Connects at once, and again whenever the connection is lost; `auth` is asked each time. */
export function openSession(auth: () => WorkshopAuth) {
  let room = $state.raw<Room | undefined>();
  let you = $state.raw<{ id: string; name: string } | undefined>();
  let isUp = $state(false);
  let refusal = $state.raw<Refusal | undefined>();

  const socket: Socket<WorkshopEvents, LearnerEvents & InstructorEvents> = io({
    path: "/workshop/socket.io/",
    auth: (give) => give(auth()),
    forceNew: true,
    multiplex: false,
    // A lesson's page needs the browser's few connections for its clients.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 3_000,
  });
  socket.on("connect", () => {
    isUp = true;
    refusal = undefined;
  });
  socket.on("disconnect", () => {
    isUp = false;
  });
  socket.on("connect_error", (error: Error & { data?: { code?: Refusal["code"] } }) => {
    isUp = false;
    // The gateway said no, and would say it again; whatever else it is, the client tries by itself.
    if (!socket.active) refusal = { code: error.data?.code ?? "unauthorized", message: error.message };
  });
  socket.on("room", (told) => {
    room = told;
  });
  socket.on("you", (told) => {
    you = told;
  });
  socket.on("refused", (error) => {
    refusal = error;
  });

  return {
    socket,
    get room() {
      return room;
    },
    get you() {
      return you;
    },
    get isUp() {
      return isUp;
    },
    /** Why the gateway will not have it, or what it would not do. */
    get refusal() {
      return refusal;
    },
    close: () => socket.close(),
  };
}
