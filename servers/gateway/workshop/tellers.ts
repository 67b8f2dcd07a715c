// Who is told what changed: everyone the room, instructors the roster and the labs that belong to nobody.
import type { Server } from "socket.io";
import type { Boundary } from "../../boundary.ts";
import type { Room, StrayLab, WorkshopEvents } from "../../protocol-workshop.ts";
import type { Admitted } from "./admission.ts";
import { createPulse } from "./pulse.ts";
import type { RoomState } from "./room.ts";
import { type Roster, toLearner } from "./roster.ts";

export type Io = Server<Record<string, never>, WorkshopEvents, Record<string, never>, Admitted>;

/** Where all instructors are. */
export const instructors = "instructors";

/** Forty learners who work change something all the time; more than this nobody could read. */
const broadcastEveryMs = 200;

/** What changes within 200 ms is told together. */
export function createTellers(
  io: Io,
  { boundary, room, roster }: { boundary: Boundary; room: RoomState; roster: Roster },
) {
  const fresh = new Set<string>();
  let isWholeDue = false;
  const roomPulse = createPulse(
    broadcastEveryMs,
    boundary.guard("workshop room", () => {
      tellRoom(room.view());
      tellStrays(room.strays());
    }),
  );
  const tellRoom = ifNew((view: Room) => io.emit("room", view));
  const tellStrays = ifNew((labs: StrayLab[]) => io.to(instructors).emit("strays", labs));
  const rosterPulse = createPulse(
    broadcastEveryMs,
    boundary.guard("workshop roster", () => {
      const members = isWholeDue ? roster.members() : roster.members().filter(({ id }) => fresh.has(id));
      io.to(instructors).emit("roster", {
        now: Date.now(),
        learners: members.map(toLearner),
        isWhole: isWholeDue,
      });
      fresh.clear();
      isWholeDue = false;
    }),
  );

  function changed(learner?: string): void {
    if (learner !== undefined) fresh.add(learner);
    if (learner !== undefined || isWholeDue) rosterPulse.beat();
    roomPulse.beat();
  }

  return {
    /** The room is another one, and this learner, if one is named. */
    changed,
    /** Somebody is on the roster no more. */
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

/** Tells what is unlike the last. */
function ifNew<T>(tell: (value: T) => void): (value: T) => void {
  let last = "";
  return (value) => {
    const text = JSON.stringify(value);
    if (text !== last) tell(value);
    last = text;
  };
}
