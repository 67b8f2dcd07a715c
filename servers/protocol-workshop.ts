// The contract of a workshop: one instructor, a room of learners, and phones. It exists with `--workshop` only.
//
//   learner's page ──Socket.IO /workshop──▶ gateway   where it is, what it met, signals   LearnerEvents
//   phone's page   ──Socket.IO /workshop──▶ gateway   asks for a seat in the shared lab
//   instructor     ──Socket.IO /workshop──▶ gateway   note, lead, reveal, reset …  InstructorEvents
//   gateway ──▶ everyone `room`, instructors `roster`, learners `you`, `answered` and `reset`, phones `seat`
//
// Browsers hold their own state and send it each time they connect, so the roster rebuilds itself. No browser's clock
// crosses the wire: pages send how long ago something was.

import type { StaffNews } from "./class/protocol-roles.ts";
import type { Ballot, Histogram, Votes, WholeAnswer } from "./histogram.ts";
import type { Plan, PlanStart } from "./plan.ts";
import type { ApiError, ServerName } from "./protocol.ts";
import type { PairEvents, Paired, PairNews } from "./protocol-pairs.ts";
import type { QuizEvents, QuizInstructorEvents, QuizNews, RoomQuiz } from "./quiz/class-quiz.ts";
import type { Timer, TimerStart } from "./timer.ts";

/** The length of the instructor's note, in UTF-16 units. */
export const maxWorkshopNoteLength = 500;

/** The length of a learner's question, in UTF-16 units. */
export const maxQuestionLength = 200;

/** How many signals a learner's browser keeps and reports; the oldest are dropped first. */
export const maxSignals = 30;
/** How many learners, and how many phones, a workshop has room for. */
export const maxWorkshopLearners = 500;
export const maxWorkshopPhones = 300;

/** A lesson by its file's name, e.g. `03-two-servers`, and one of its experiments. */
export interface Place {
  lesson: string;
  experiment: string | null;
}

/** The state of one experiment. */
export interface ExperimentProgress extends Ballot {
  /** Whether the latest answer was right; left out without an answer, or before the run. */
  isRight?: boolean | undefined;
  passed: boolean;
  /** How long ago it last changed, in milliseconds. */
  agoMs: number;
}

/** The progress a learner's browser reports. Keys are `lesson#experiment`. */
export interface Progress {
  at: Place | null;
  done: Record<string, ExperimentProgress>;
}

/** What a learner can signal to the instructor, one at a time. */
export const signalKinds = ["question", "stuck", "done"] as const;
export type SignalKind = (typeof signalKinds)[number];

/** How a signal ended: taken back or replaced, by going to another step, or by the instructor. */
export const signalEnds = ["withdrawn", "moved", "answered"] as const;
export type SignalEnd = (typeof signalEnds)[number];

interface GivenSignal {
  /** Made at random by the browser. */
  id: string;
  kind: SignalKind;
  /** A question's text, "" for the others. */
  text: string;
  /** The step it was given at. */
  at: Place | null;
}

/** One signal as a learner's browser reports it. */
export interface SignalReport extends GivenSignal {
  agoMs: number;
  /** Null while it's open. */
  end: { how: SignalEnd; agoMs: number } | null;
}

/** A learner's open signal, as an instructor sees it: cleaned, with its time on the gateway's clock. */
export interface OpenSignal extends GivenSignal {
  since: number;
}

export interface Learner extends Paired {
  /** Derived from the key, which it doesn't reveal. */
  id: string;
  /** As shown: cleaned, with a number if somebody else has the same name. */
  name: string;
  online: boolean;
  at: Place | null;
  /** Keys of the experiments whose check was met. */
  met: string[];
  predictions: Record<string, WholeAnswer>;
  /** By experiment, as all of these: those that had a second vote. */
  votes: Record<string, Votes>;
  happened: Record<string, WholeAnswer>;
  signal: OpenSignal | null;
  /**
   * When something was last predicted or met, in milliseconds on the gateway's clock (see Roster.now); that may have been
   * before this workshop. `joinedAt` for who did nothing yet.
   */
  progressedAt: number;
  joinedAt: number;
  /** The lab of the learner or of their pair, which an instructor may watch; null without one. */
  lab: string | null;
  /** Whether an instructor may change that lab: then its API accepts the instructor's key instead of its token. */
  allowsHelp: boolean;
  follows: boolean;
}

export interface Roster {
  /** The gateway's clock, so that no other clock matters. */
  now: number;
  /** All learners in the first message, then those that changed. */
  learners: Learner[];
  isWhole: boolean;
}

/** A lab without an owner on the roster that isn't the shared one. */
export interface UnownedLab {
  id: string;
  /** The address that opened it. */
  address: string;
  /** On the gateway's clock, see Roster.now. */
  openedAt: number;
}

/** How many of the learners who are here have answered the question that is open now. */
export interface Turnout {
  /** `lesson#experiment` */
  experiment: string;
  vote: 1 | 2;
  answered: number;
  of: number;
}

/** The lab that all phones share. */
export interface SharedLab {
  id: string;
  /** Phones that are connected to the workshop, by the server they were given. */
  phones: Record<ServerName, number>;
}

/** What everyone in the room may see. */
export interface Room {
  online: number;
  joined: number;
  note: string | null;
  /** Where the instructor leads those who follow. Another place ends the vote, its mark and every timer but a break's. */
  lead: Place | null;
  revealed: Histogram | null;
  /** The question that is open: the one the instructor leads to, until its answers are revealed, or that of a second vote. */
  turnout: Turnout | null;
  /** The experiment of the second vote that is open, as `lesson#experiment`. */
  voteAgain: string | null;
  shared: SharedLab | null;
  /** For each experiment that somebody met: how many learners did. */
  met: Record<string, number>;
  /** How many of those who are here have an open signal of each kind. */
  signals: Record<SignalKind, number>;
  quiz: RoomQuiz;
}

/** How a phone connects, with a stock client. */
export interface PhoneConnection {
  lab: string;
  server: ServerName;
  path: string;
}

export type Answer<T = Record<never, never>> = (answer: T | ApiError) => void;

/** The events that a learner's page may send; the gateway refuses them from anyone else. */
export interface LearnerEvents extends PairEvents, QuizEvents {
  progress: (progress: Progress) => void;
  /** The learner's lab with its token, which proves that it's theirs; null when it has ended. */
  lab: (lab: { id: string; token: string } | null, answer: Answer) => void;
  help: (allows: boolean) => void;
  follow: (follows: boolean) => void;
  /** All signals that the browser keeps, oldest first; only the last one can be open. */
  signals: (signals: SignalReport[]) => void;
}

/** The events that an instructor's page may send, a helper's only those of `helperEvents`; anyone else gets `forbidden`. */
export interface InstructorEvents extends QuizInstructorEvents {
  /** Shows everyone a text of at most `maxWorkshopNoteLength`; null removes it. */
  note: (text: string | null, answer: Answer) => void;
  lead: (place: Place | null, answer: Answer) => void;
  /** Shows everyone how the room predicted this experiment, and closes its second vote; null hides it. */
  reveal: (experiment: string | null, answer: Answer) => void;
  /** Marks a learner's open signal as answered. */
  answer: (what: { learner: string; signal: string }, answer: Answer) => void;
  /** Opens a second vote on this experiment, and hides the answers to it; null closes it. */
  voteAgain: (experiment: string | null, answer: Answer) => void;
  /** Marks the right one of the revealed answers, or removes the mark. */
  markRight: (isMarked: boolean, answer: Answer) => void;
  /** Starts a timer that everyone sees; null removes it. */
  timer: (timer: TimerStart | null, answer: Answer) => void;
  /** Starts a plan; null ends it. */
  plan: (plan: PlanStart | null, answer: Answer) => void;
  /** Which experiments of the plan aren't open yet, as `lesson#experiment`; an empty list opens all. */
  close: (experiments: string[], answer: Answer) => void;
  /** Ends a learner's lab; the learner's page opens another. */
  reset: (learner: string, answer: Answer) => void;
  /** Takes a learner off the roster until they join again. */
  remove: (learner: string, answer: Answer) => void;
  /** Ends a lab without an owner on the roster. */
  end: (lab: string, answer: Answer) => void;
  /** Opens the shared lab, or finds the open one; only instructors get the token. */
  share: (answer: Answer<{ id: string; token: string }>) => void;
  unshare: (answer: Answer) => void;
}

/** The events that the gateway sends. */
export interface WorkshopEvents extends PairNews, QuizNews, StaffNews {
  room: (room: Room) => void;
  /** When it was started or removed, and at each connection. */
  timer: (timer: Timer | null) => void;
  /** To instructors: when it has changed, and at each connection. */
  plan: (plan: Plan | null) => void;
  /** The experiments that aren't open yet for learners who follow. */
  closed: (experiments: string[]) => void;
  /** To instructors. */
  roster: (roster: Roster) => void;
  /** To instructors: all labs without an owner, whenever they change. */
  unownedLabs: (labs: UnownedLab[]) => void;
  /** To a learner or a phone: its name here. Browsers send it from then on, so that numbers stay after a restart. */
  you: (you: { id: string; name: string }) => void;
  /** To a learner: an instructor marked the signal with this id as answered. */
  answered: (signal: string) => void;
  /** To a learner: an instructor has ended their lab. */
  reset: () => void;
  /** To a learner: an instructor took them off the roster, and ends the connection. They may join again. */
  removed: () => void;
  /** To a phone: where to connect; null when there is no shared lab. */
  seat: (seat: PhoneConnection | null) => void;
  refused: (error: ApiError["error"]) => void;
}
