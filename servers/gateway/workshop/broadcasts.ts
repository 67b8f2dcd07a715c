// Broadcasts changes: the room to everyone, the roster and stray labs to instructors.
import type { Server } from "socket.io";
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { Learner, Room, UnownedLab, WorkshopEvents } from "../../protocol-workshop.ts";
import type { QuizResults } from "../../quiz/tally.ts";
import type { Participant } from "./authenticate.ts";
import { resultsOf } from "./quiz/quiz-answers.ts";
import type { RoomState } from "./room.ts";
import type { Member, Roster } from "./roster.ts";
import { createThrottle } from "./throttle.ts";

export type Io = Server<Record<string, never>, WorkshopEvents, Record<string, never>, Participant>;

/** The Socket.IO room of all instructors and helpers. */
export const instructors = "instructors";

/** Forty learners change something all the time, and nobody could read more updates than this. */
const broadcastEveryMs = 200;

export interface BroadcastsContext {
  boundary: ErrorBoundary;
  room: RoomState;
  roster: Roster;
  /** Returns what instructors see of a member. */
  viewOf: (member: Member) => Learner;
}

/** Changes within 200 ms are broadcast together. */
export function createBroadcasts(io: Io, { boundary, room, roster, viewOf }: BroadcastsContext) {
  const fresh = new Set<string>();
  let isWholeDue = false;
  const roomPulse = createThrottle(
    broadcastEveryMs,
    boundary.guard("workshop room", () => {
      tellRoom(room.view());
      sendUnownedLabs(room.unownedLabs());
      sendQuizResults(resultsOf(roster.members()));
      const { timer, plan, closed } = room.shown.state();
      tellTimer(timer);
      tellPlan({ plan, timer });
      tellClosed(closed);
    }),
  );
  const tellRoom = ifNew((view: Room) => io.emit("room", view));
  const tellTimer = ifNew(() => io.emit("timer", room.shown.timerNow()));
  const tellPlan = ifNew(() => io.to(instructors).emit("plan", room.shown.planNow()));
  const tellClosed = ifNew((closed: string[]) => io.emit("closed", closed));
  const sendUnownedLabs = ifNew((labs: UnownedLab[]) => io.to(instructors).emit("unownedLabs", labs));
  const sendQuizResults = ifNew((results: QuizResults) => io.to(instructors).emit("quizResults", results));
  const rosterPulse = createThrottle(
    broadcastEveryMs,
    boundary.guard("workshop roster", () => {
      const members = isWholeDue ? roster.members() : roster.members().filter(({ id }) => fresh.has(id));
      io.to(instructors).emit("roster", {
        now: Date.now(),
        learners: members.map(viewOf),
        isWhole: isWholeDue,
      });
      fresh.clear();
      isWholeDue = false;
    }),
  );

  function changed(learner?: string): void {
    if (learner !== undefined) fresh.add(learner);
    if (learner !== undefined || isWholeDue) rosterPulse.changed();
    roomPulse.changed();
  }

  return {
    /** Call it when the room changed, with the id of the learner it was about, if it was about one. */
    changed,
    /** Call it when somebody was removed from the roster. */
    removed() {
      isWholeDue = true;
      changed();
    },
    close() {
      roomPulse.close();
      rosterPulse.close();
    },
  };
}

/** Calls `send` only with values that differ from the last one. */
function ifNew<T>(send: (value: T) => void): (value: T) => void {
  let last = "";
  return (value) => {
    const text = JSON.stringify(value);
    if (text !== last) send(value);
    last = text;
  };
}
