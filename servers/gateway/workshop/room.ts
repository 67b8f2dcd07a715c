// What the whole room shares: the note, where the instructor leads, what is revealed, the shared lab. What instructors do is
// done here; who may do it was decided before.
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { Place, Room, SharedLab, StrayLab } from "../../protocol-workshop.ts";
import type { LabHolders } from "../api/lab-holders.ts";
import { histogramOf, metCounts } from "./counts.ts";
import { cleanNote } from "./names.ts";
import type { Member, Roster } from "./roster.ts";
import type { Seats } from "./seats.ts";

export interface RoomState {
  view: () => Room;
  note: (text: string | null) => void;
  lead: (place: Place | null) => void;
  reveal: (experiment: string | null) => void;
  /** Ends the lab of a learner. */
  reset: (learner: string) => Promise<void>;
  /** Takes somebody off the roster. */
  remove: (learner: string) => void;
  /** The labs that belong to nobody on the roster, the oldest first. */
  strays: () => StrayLab[];
  /** Ends one of them. */
  end: (lab: string) => Promise<void>;
  /** Opens the lab that all phones share, or finds it. */
  share: () => Promise<{ id: string; token: string }>;
  unshare: () => Promise<void>;
  shared: () => SharedLab | null;
  /** A lab is over, for whatever reason. */
  labGone: (id: string) => void;
}

export interface RoomContext {
  labs: Pick<Labs, "open" | "find" | "close">;
  holders: Pick<LabHolders, "held">;
  roster: Roster;
  seats: Seats;
  /** The shared lab is another one, or there is none. */
  onShared: () => void;
  onReset: (learner: string) => void;
  onRemoved: (learner: string) => void;
  /** Something of this learner changed. */
  onLearner: (learner: string) => void;
}

export function createRoom({ labs, holders, roster, seats, ...told }: RoomContext): RoomState {
  let note: string | null = null;
  let lead: Place | null = null;
  let revealed: string | null = null;
  let sharedId: string | null = null;
  let opening: Promise<{ id: string; token: string }> | null = null;

  function known(learner: string): Member {
    const member = roster.find(learner);
    if (member) return member;
    throw new LabError("not_found", "Nobody on the roster has this id. They may have been taken off it.");
  }

  async function openShared() {
    const { id, token } = await labs.open();
    sharedId = id;
    told.onShared();
    return { id, token };
  }

  const shared = () => (sharedId === null ? null : { id: sharedId, phones: seats.counts() });

  const strays = () => {
    const owned = new Set(roster.members().map(({ lab }) => lab));
    return holders.held().filter(({ id }) => !owned.has(id) && id !== sharedId);
  };

  return {
    shared,
    strays,
    view() {
      const members = roster.members();
      return {
        online: members.filter(({ pages }) => pages > 0).length,
        joined: members.length,
        note,
        lead,
        revealed: revealed === null ? null : histogramOf(revealed, members),
        shared: shared(),
        met: metCounts(members),
      };
    },
    note(text) {
      note = text === null ? null : cleanNote(text);
    },
    lead(place) {
      lead = place;
    },
    reveal(experiment) {
      revealed = experiment;
    },
    async reset(learner) {
      const { lab, name } = known(learner);
      if (lab === null) throw new LabError("conflict", `${name} has no lab now. There is nothing to reset.`);
      told.onReset(learner);
      await labs.close(lab, "reset");
    },
    remove(learner) {
      known(learner);
      roster.remove(learner);
      told.onRemoved(learner);
    },
    async end(lab) {
      if (!strays().some(({ id }) => id === lab)) {
        throw new LabError(
          "conflict",
          "This lab is over, or somebody's by now. Reset it on the roster if it is in a state.",
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
        told.onShared();
      }
      const owner = roster.ownerOf(id);
      if (!owner) return;
      roster.set(owner.id, { lab: null });
      told.onLearner(owner.id);
    },
  };
}
