// The people of a workshop for tests: each a socket with a role, which remembers the last message of each kind.
import { randomUUID } from "node:crypto";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import { joinPath } from "../../servers/base-path.ts";
import type { WorkshopAuth } from "../../servers/class/protocol-roles.ts";
import type { Plan } from "../../servers/plan.ts";
import type { ApiError } from "../../servers/protocol.ts";
import type { PairEnd, PairState } from "../../servers/protocol-pairs.ts";
import type {
  InstructorEvents,
  LearnerEvents,
  PhoneConnection,
  Room,
  Roster,
  UnownedLab,
  WorkshopEvents,
} from "../../servers/protocol-workshop.ts";
import type { QuizResults } from "../../servers/quiz/tally.ts";
import type { Timer } from "../../servers/timer.ts";

export interface Person {
  socket: Socket<WorkshopEvents, LearnerEvents & InstructorEvents>;
  room: () => Room | undefined;
  /** The latest; undefined before the first. */
  timer: () => Timer | null | undefined;
  /** The plan, as last sent to an instructor. */
  plan: () => Plan | null | undefined;
  /** The experiments that aren't open yet. */
  closed: () => string[] | undefined;
  you: () => { id: string; name: string } | undefined;
  /** The latest; undefined before the first. */
  seat: () => PhoneConnection | null | undefined;
  /** A learner's part in a pair; the latest. */
  pair: () => PairState | undefined;
  pairEnds: PairEnd[];
  /** What the other of a pair met, in the order it came. */
  metByOther: string[];
  /** All learners by name, put together as an instructor's page would. */
  roster: () => Map<string, Roster["learners"][number]>;
  /** The labs without an owner, as last sent to an instructor. */
  unownedLabs: () => UnownedLab[];
  /** What the class answered in the quiz, as last sent to an instructor. */
  quizResults: () => QuizResults | undefined;
  refusals: ApiError["error"][];
  /** Emits any event, whether it's in the contract or not, and waits for the answer. */
  ask: (event: string, ...args: unknown[]) => Promise<unknown>;
  /** Emits it without asking for an answer. */
  say: (event: string, ...args: unknown[]) => void;
  /** How many `room` and `roster` messages arrived. */
  received: () => number;
}

export const instructorKey = "key-of-the-test";
export const helperKey = "key-of-the-helpers";

/** Connects to the gateway at `url`, which has its base; rejects with the gateway's reason if refused. */
export async function join(url: string, auth: WorkshopAuth): Promise<Person> {
  const { origin, pathname } = new URL(url);
  const bare: Socket = io(origin, {
    path: joinPath(pathname, "/workshop/socket.io/"),
    auth,
    forceNew: true,
    transports: ["websocket"],
    reconnectionDelay: 50,
    reconnectionDelayMax: 100,
  });
  onTestFinished(() => void socket.disconnect());
  const socket: Person["socket"] = bare;
  let room: Room | undefined;
  let you: { id: string; name: string } | undefined;
  let seat: PhoneConnection | null | undefined;
  let timer: Timer | null | undefined;
  let plan: Plan | null | undefined;
  let closed: string[] | undefined;
  let received = 0;
  let unownedLabs: UnownedLab[] = [];
  let quizResults: QuizResults | undefined;
  const learners = new Map<string, Roster["learners"][number]>();
  const refusals: ApiError["error"][] = [];
  const [pairEnds, metByOther]: [PairEnd[], string[]] = [[], []];
  let pair: PairState | undefined;
  socket.on("pair", (next) => {
    pair = next;
  });
  socket.on("pairEnded", (end) => pairEnds.push(end));
  socket.on("met", (experiment) => metByOther.push(experiment));
  socket.on("room", (next) => {
    room = next;
    received += 1;
  });
  socket.on("roster", (roster) => {
    received += 1;
    if (roster.isWhole) learners.clear();
    for (const learner of roster.learners) learners.set(learner.id, learner);
  });
  socket.on("unownedLabs", (next) => {
    unownedLabs = next;
  });
  socket.on("quizResults", (next) => {
    quizResults = next;
  });
  socket.on("timer", (next) => {
    timer = next;
  });
  socket.on("plan", (next) => {
    plan = next;
  });
  socket.on("closed", (next) => {
    closed = next;
  });
  socket.on("you", (next) => {
    you = next;
  });
  socket.on("seat", (next) => {
    seat = next;
  });
  socket.on("refused", (error) => refusals.push(error));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return {
    socket,
    room: () => room,
    timer: () => timer,
    plan: () => plan,
    closed: () => closed,
    you: () => you,
    seat: () => seat,
    pair: () => pair,
    pairEnds,
    metByOther,
    roster: () => new Map([...learners.values()].map((learner) => [learner.name, learner])),
    unownedLabs: () => unownedLabs,
    quizResults: () => quizResults,
    refusals,
    ask: (event, ...args) => bare.timeout(40_000).emitWithAck(event, ...args),
    say: (event, ...args) => void bare.emit(event, ...args),
    received: () => received,
  };
}

/** A learner on the roster. */
export async function learner(url: string, name: string, key: string = randomUUID()): Promise<Person> {
  const person = await join(url, { role: "learner", key, name });
  await expect.poll(person.you).toBeDefined();
  return person;
}

export async function phone(url: string, name = "phone", key: string = randomUUID()): Promise<Person> {
  const person = await join(url, { role: "phone", key, name });
  await expect.poll(person.seat).not.toBeUndefined();
  return person;
}

export const instructor = (url: string) => join(url, { role: "instructor", key: instructorKey });

/** Only where the workshop has `helperKey`. */
export const helper = (url: string) => join(url, { role: "instructor", key: helperKey });
