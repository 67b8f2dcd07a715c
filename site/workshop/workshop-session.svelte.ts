// The state of the room, as it changes, for components to show.
import type { StaffRole, WorkshopAuth } from "../../servers/class/protocol-roles.ts";
import type { Room } from "../../servers/protocol-workshop.ts";
import type { Timer } from "../../servers/timer.ts";
import { connect, onRefusal, type Refusal } from "./workshop-socket.ts";

/** `endsAt` is on this page's own steady clock. */
export type TimerOnPage = Pick<Timer, "kind" | "until"> & { endsAt: number };

export type Session = ReturnType<typeof openSession>;

/** Connects at once; calls `auth` at each connection. */
export function openSession(auth: () => WorkshopAuth) {
  let room = $state.raw<Room | undefined>();
  let you = $state.raw<{ id: string; name: string } | undefined>();
  let timer = $state.raw<TimerOnPage | null>(null);
  let closed = $state.raw<readonly string[]>([]);
  let isUp = $state(false);
  let role = $state<StaffRole | undefined>();
  let refusal = $state.raw<Refusal | undefined>();

  const socket = connect(auth);
  const look = () => {
    isUp = socket.connected;
  };
  socket.on("connect", look);
  socket.on("disconnect", look);
  socket.on("connect_error", look);
  socket.on("room", (value) => {
    room = value;
  });
  socket.on("timer", (next) => {
    timer = next && { ...next, endsAt: performance.now() + next.leftMs };
  });
  socket.on("closed", (next) => {
    closed = next;
  });
  socket.on("you", (value) => {
    you = value;
  });
  socket.on("role", (value) => {
    role = value;
  });
  onRefusal(socket, (value) => {
    refusal = value;
  });

  return {
    socket,
    get room() {
      return room;
    },
    get timer() {
      return timer;
    },
    /** Experiments that aren't open yet, as `lesson#experiment`. */
    get closed() {
      return closed;
    },
    get you() {
      return you;
    },
    /** A helper may only look, help and answer. */
    get isHelper() {
      return role === "helper";
    },
    get isUp() {
      return isUp;
    },
    /** Why the gateway refused the connection or the last action. */
    get refusal() {
      return refusal;
    },
    close: () => socket.close(),
  };
}
