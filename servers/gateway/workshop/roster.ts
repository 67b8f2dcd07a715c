// Who is in the room, and how far each learner is. Pure: no sockets, and the time is an argument.
//
// Browsers keep their own progress and send all of it whenever they connect, so a restarted gateway knows the room as soon
// as everybody has reconnected.
import { createHash } from "node:crypto";
import { LabError } from "../../lab/errors.ts";
import {
  type ExperimentProgress,
  type Learner,
  maxWorkshopLearners,
  type Place,
  type Progress,
} from "../../protocol-workshop.ts";
import { createShares } from "../admission/shares.ts";
import { type DisplayName, displayName } from "./clean-text.ts";
import type { GivenAnswer } from "./quiz/quiz-answers.ts";
import { reportedAt } from "./reported-at.ts";
import { openSignal, type Signal } from "./signals/signals.ts";

/** One learner's state in one experiment. `at` is in ms on the gateway's clock. */
export interface Attempt extends Omit<ExperimentProgress, "agoMs"> {
  at: number;
}

export interface Member extends DisplayName {
  id: string;
  /** How many of the learner's pages are connected. */
  pages: number;
  /** The address from which the learner first joined. */
  address: string;
  at: Place | null;
  attempts: ReadonlyMap<string, Attempt>;
  /** Oldest first. */
  signals: readonly Signal[];
  quiz: readonly GivenAnswer[];
  joinedAt: number;
  leftAt: number;
  /** When they came, the last time. */
  cameAt: number;
  /** How long they were here before that. */
  presentMs: number;
  lab: string | null;
  allowsHelp: boolean;
  follows: boolean;
}

export interface Roster {
  /**
   * Adds a learner to the roster, or finds them by `key`. Throws a LabError if the roster is full or the address has its full
   * share. Learners who left stay on the roster, because the record includes everyone who came.
   */
  join: (key: string, name: string, now: number, address?: string) => Member;
  /** Call it when one of the learner's pages has disconnected. */
  leave: (id: string, now: number) => void;
  /** Replaces the learner's progress. Unchanged parts keep their time. */
  progress: (id: string, progress: Progress, now: number) => void;
  /** Counts an experiment's goal as met at `at`. Returns false if it was, or there is no such learner. */
  addMet: (id: string, experiment: string, at: number) => boolean;
  set: (
    id: string,
    change: Partial<Pick<Member, "lab" | "allowsHelp" | "follows" | "signals" | "quiz">>,
  ) => void;
  remove: (id: string) => boolean;
  find: (id: string) => Member | undefined;
  ownerOf: (lab: string) => Member | undefined;
  members: () => Member[];
}

export interface RosterLimits {
  /** `maxWorkshopLearners` */
  maxMembers?: number;
  /** How many learners one address can have; no limit. */
  perAddress?: number;
}

export function createRoster(limits: RosterLimits = {}): Roster {
  const { maxMembers = maxWorkshopLearners, perAddress = Number.POSITIVE_INFINITY } = limits;
  const members = new Map<string, Member>();
  const shares = createShares({ each: perAddress, all: maxMembers });

  return {
    join(key, given, now, address = "") {
      const id = idOf("learner", key);
      const known = members.get(id);
      if (!known && !shares.take(address)) throw roomFullError(members.size >= maxMembers, perAddress);
      const { entered, name } = displayName(given, known, [...members.values()]);
      const member: Member = known ?? {
        id,
        entered,
        name,
        pages: 0,
        address,
        at: null,
        attempts: new Map(),
        signals: [],
        quiz: [],
        joinedAt: now,
        leftAt: now,
        cameAt: now,
        presentMs: 0,
        lab: null,
        allowsHelp: false,
        follows: false,
      };
      if (member.pages === 0) member.cameAt = now;
      Object.assign(member, { entered, name, pages: member.pages + 1 });
      members.set(id, member);
      return member;
    },
    leave(id, now) {
      const member = members.get(id);
      if (!member) return;
      if (member.pages === 1) member.presentMs += Math.max(0, now - member.cameAt);
      member.pages = Math.max(0, member.pages - 1);
      member.leftAt = now;
      // A learner who is away cannot withdraw these. Their page sends them again when it reconnects.
      if (member.pages === 0) Object.assign(member, { allowsHelp: false, follows: false });
    },
    progress(id, { at, done }, now) {
      const member = members.get(id);
      if (!member) return;
      member.at = at;
      member.attempts = new Map(
        Object.entries(done).map(([experiment, { agoMs, ...attempt }]) => {
          const before = member.attempts.get(experiment);
          const isSame = before?.passed === attempt.passed && same(before.predicted, attempt.predicted);
          return [experiment, { ...attempt, at: isSame ? before.at : reportedAt(now, agoMs) }];
        }),
      );
    },
    addMet(id, experiment, at) {
      const member = members.get(id);
      const before = member?.attempts.get(experiment);
      if (!member || before?.passed) return false;
      member.attempts = new Map(member.attempts).set(experiment, {
        predicted: null,
        ...before,
        passed: true,
        at,
      });
      return true;
    },
    set(id, change) {
      const member = members.get(id);
      if (member) Object.assign(member, change);
    },
    remove(id) {
      const member = members.get(id);
      if (!member) return false;
      shares.give(member.address);
      return members.delete(id);
    },
    find: (id) => members.get(id),
    ownerOf: (lab) => members.values().find((member) => member.lab === lab),
    members: () => [...members.values()],
  };
}

/** Returns a learner on the roster; throws a LabError if there is none with this id. */
export function knownMember(roster: Pick<Roster, "find">, id: string): Member {
  const member = roster.find(id);
  if (member) return member;
  throw new LabError("not_found", "Nobody on the roster has this id. They may have been removed.");
}

/** Returns the error when no seat is left in the room (`isFull`) or for the address. */
export function roomFullError(isFull: boolean, perAddress: number): LabError {
  const full = "This room is full. Ask the instructor to remove somebody from the roster, then join again.";
  const ofAddress = `${perAddress} people have joined from your address, the most that one address can have. The instructor can start Crosstalk with a larger --per-address.`;
  return new LabError("capacity", isFull ? full : ofAddress);
}

/** Returns an id that is the same for the same key, and does not reveal it. */
export function idOf(role: "learner" | "phone", key: string): string {
  return createHash("sha256").update(`${role} ${key}`).digest("base64url").slice(0, 16);
}

/** Returns what instructors see of a member. @param circle The member, or the two of the pair, the owner of their lab first. */
export function toLearner(member: Member, circle: readonly Member[] = [member]): Learner {
  const { id, name, pages, at, attempts, signals, joinedAt, follows } = member;
  const other = circle.find((one) => one !== member);
  const entries = [...attempts];
  return {
    id,
    name,
    online: pages > 0,
    at,
    met: entries.filter(([, { passed }]) => passed).map(([experiment]) => experiment),
    predictions: present(entries.map(([experiment, { predicted }]) => [experiment, predicted])),
    votes: present(entries.map(([experiment, { votes }]) => [experiment, votes])),
    happened: present(entries.map(([experiment, { happened }]) => [experiment, happened])),
    signal: openSignal(signals),
    progressedAt: entries.length ? Math.max(...entries.map(([, attempt]) => attempt.at)) : joinedAt,
    joinedAt,
    lab: circle[0]?.lab ?? null,
    allowsHelp: circle.some(({ allowsHelp }) => allowsHelp),
    follows,
    pair: other ? { name: other.name, isHost: circle[0] === member } : null,
  };
}

/** Returns the entries that have a value. */
function present<T>(entries: (readonly [string, T | null | undefined])[]): Record<string, T> {
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (value === null || value === undefined ? [] : [[key, value] as const])),
  );
}

function same(one: string[] | null, other: string[] | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
