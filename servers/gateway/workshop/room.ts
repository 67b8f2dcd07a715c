// What the whole room shares: what the instructor shows, how the room answered, the shared lab. Carries out instructors'
// actions; event-table.ts has already checked who may do them.
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { Room, SharedLab, UnownedLab } from "../../protocol-workshop.ts";
import type { LabHolders } from "../admission/labs-per-address.ts";
import { goalCounts, turnoutOf, votesOn } from "./counts.ts";
import type { Phones } from "./phones.ts";
import { roomQuiz } from "./quiz/quiz-answers.ts";
import { knownMember, type Member, type Roster } from "./roster.ts";
import { experimentKey, type Shown, type ShownState } from "./shown/shown.ts";
import { signalCounts } from "./signals/signals.ts";

export interface RoomState {
  view: () => Room;
  shown: Shown;
  /** Ends the lab of a learner. */
  reset: (learner: string) => Promise<void>;
  /** Removes a learner from the roster. */
  remove: (learner: string) => void;
  /** Returns the labs that belong to nobody on the roster, oldest first. */
  unownedLabs: () => UnownedLab[];
  /** Ends one of them. */
  end: (lab: string) => Promise<void>;
  /** Opens the lab that all phones share, or returns the open one. */
  share: () => Promise<{ id: string; token: string }>;
  unshare: () => Promise<void>;
  shared: () => SharedLab | null;
  /** Call it when a lab has ended, for any reason. */
  labGone: (id: string) => void;
}

export interface RoomContext {
  /** Returns the learner, or the two of a pair, the owner of their lab first. */
  circle: (learner: string) => string[];
  labs: Pick<Labs, "open" | "find" | "close">;
  holders: Pick<LabHolders, "held">;
  roster: Roster;
  seats: Phones;
  shown: Shown;
  /** Called when the shared lab was opened or has ended. */
  onShared: () => void;
  onReset: (learner: string) => void;
  /** Called before a learner is removed. */
  onRemoving: (learner: string) => void;
  onRemoved: (learner: string) => void;
  /** Called when a learner's lab has ended. */
  onLabGone: (learner: string) => void;
}

export function createRoom(context: RoomContext): RoomState {
  const { labs, holders, roster, seats, shown, circle, ...listeners } = context;
  let sharedId: string | null = null;
  let opening: Promise<{ id: string; token: string }> | null = null;

  async function openShared() {
    const { id, token } = await labs.open();
    sharedId = id;
    listeners.onShared();
    return { id, token };
  }

  const shared = () => (sharedId === null ? null : { id: sharedId, phones: seats.counts() });

  const unownedLabs = () => {
    const owned = new Set(roster.members().map(({ lab }) => lab));
    return holders.held().filter(({ id }) => !owned.has(id) && id !== sharedId);
  };

  return {
    shown,
    shared,
    unownedLabs,
    view() {
      const members = roster.members();
      return {
        online: members.filter(({ pages }) => pages > 0).length,
        joined: members.length,
        ...viewOf(shown.state(), members),
        shared: shared(),
        met: goalCounts(members),
        signals: signalCounts(members),
        quiz: roomQuiz(shown.state().quiz, members),
      };
    },
    async reset(learner) {
      const { name } = knownMember(roster, learner);
      const [owner = learner, ...others] = circle(learner);
      const lab = roster.find(owner)?.lab ?? null;
      if (lab === null) throw new LabError("conflict", `${name} has no lab now. There is nothing to reset.`);
      for (const one of [owner, ...others]) listeners.onReset(one);
      await labs.close(lab, "reset");
    },
    remove(learner) {
      knownMember(roster, learner);
      listeners.onRemoving(learner);
      roster.remove(learner);
      listeners.onRemoved(learner);
    },
    async end(lab) {
      if (!unownedLabs().some(({ id }) => id === lab)) {
        throw new LabError(
          "conflict",
          "This lab has ended, or belongs to somebody now. If it is broken, reset it on the roster.",
        );
      }
      await labs.close(lab, "closed");
    },
    async share() {
      if (sharedId !== null) return { id: sharedId, token: labs.find(sharedId).token };
      opening ??= openShared().finally(() => {
        opening = null;
      });
      return opening;
    },
    async unshare() {
      await opening;
      if (sharedId !== null) await labs.close(sharedId, "closed");
    },
    labGone(id) {
      if (id === sharedId) {
        sharedId = null;
        listeners.onShared();
      }
      const owner = roster.ownerOf(id);
      if (!owner) return;
      roster.set(owner.id, { lab: null });
      listeners.onLabGone(owner.id);
    },
  };
}

function viewOf(
  state: ShownState,
  members: readonly Member[],
): Pick<Room, "note" | "lead" | "revealed" | "turnout" | "voteAgain"> {
  const { note, lead, revealed, isRightMarked, voteAgain } = state;
  const votes = revealed === null ? null : votesOn(revealed, members);
  const open = voteAgain ?? experimentKey(lead);
  const isOpen = open !== null && open !== revealed;
  return {
    note,
    lead,
    revealed: votes && { ...votes, right: isRightMarked ? votes.right : null },
    turnout: isOpen ? turnoutOf(open, voteAgain === null ? 1 : 2, members) : null,
    voteAgain,
  };
}
