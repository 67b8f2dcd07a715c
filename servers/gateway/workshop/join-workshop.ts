// Gives a person who connects their place: on the roster, in a seat, or among the instructors.
import type { Socket } from "socket.io";
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { Learner, WorkshopEvents } from "../../protocol-workshop.ts";
import type { Participant } from "./authenticate.ts";
import { instructors } from "./broadcasts.ts";
import type { Phones } from "./phones.ts";
import { resultsOf } from "./quiz/quiz-answers.ts";
import type { RoomState } from "./room.ts";
import type { Member, Roster } from "./roster.ts";

export type WorkshopSocket = Socket<
  Record<string, never>,
  WorkshopEvents,
  Record<string, never>,
  Participant
>;

export interface JoinContext {
  boundary: ErrorBoundary;
  roster: Roster;
  seats: Phones;
  room: RoomState;
  /** Sends a person's name to all of their pages. */
  sendName: (person: { id: string; name: string }) => void;
  sendSeat: (person: Participant) => void;
  /** Sends a learner, and the other of the pair, who sits where. */
  sendPair: (learner: string) => void;
  /** Returns what instructors see of a member. */
  viewOf: (member: Member) => Learner;
  /** Called when the room changed: `learner` is the id of the learner who came or left, if it was one. */
  changed: (learner?: string) => void;
}

/** Returns a function that gives the person behind a socket their place, and throws a LabError if none is left. */
export function createJoin(context: JoinContext): (socket: WorkshopSocket) => void {
  const { boundary, roster, seats, room, sendName, sendSeat, sendPair, viewOf, changed } = context;

  function onLeaving(socket: WorkshopSocket, work: () => void): void {
    socket.on("disconnect", boundary.guard("workshop disconnect", work));
  }

  return (socket) => {
    const person = socket.data;
    switch (person.role) {
      case "learner": {
        const member = roster.join(person.key, person.name, Date.now(), person.address);
        onLeaving(socket, () => {
          roster.leave(member.id, Date.now());
          changed(member.id);
        });
        socket.join(member.id);
        sendName(member);
        sendPair(member.id);
        changed(member.id);
        return;
      }
      case "phone": {
        const phone = seats.take(person.key, person.name, person.address);
        onLeaving(socket, () => {
          seats.leave(phone.id);
          changed();
        });
        socket.join(phone.id);
        sendName(phone);
        sendSeat(person);
        changed();
        return;
      }
      case "instructor":
      case "helper":
        socket.join(instructors);
        socket.emit("role", person.role);
        socket.emit("roster", { now: Date.now(), learners: roster.members().map(viewOf), isWhole: true });
        socket.emit("unownedLabs", room.unownedLabs());
        socket.emit("plan", room.shown.planNow());
        socket.emit("quizResults", resultsOf(roster.members()));
        return;
      case "projector":
        return;
    }
  };
}
