// Plays what was observed, slowed down: live as it comes, or again on request. It knows time, not drawing.

import { type Derived, isBroadcast, type Message } from "../derive/messages.ts";

/** A message on its way through the picture: `progress` counts hops, 1 = the first has ended. */
export interface Scene {
  id: string;
  progress: number;
  /** More than one when a burst is drawn as one. */
  count: number;
}

interface Act {
  id: string;
  /** With the numbers of those events of the trace that its messages begin with. */
  begins: readonly number[];
  start: number;
}

/** How far a message's story can be told by now. */
interface Told {
  steps: number;
  /** Nothing more of it is waited for. */
  isOver: boolean;
}

export type Player = ReturnType<typeof createPlayer>;

const hopMs = 1_000;
/** A message that is older than this when it is first seen is history, and not played. */
const freshMs = 2_000;
const maxActs = 16;
/** More new messages than this in one frame are a burst. */
const burst = 6;

/** `isStill`: the viewer wants steps instead of motion. */
export function createPlayer(storyOf: (id: string) => Told, isStill: () => boolean) {
  let acts = $state.raw<readonly Act[]>([]);
  /** The picture's own time, in milliseconds of motion: it stands still while paused or out of sight. */
  let time = $state(0);
  let replay = $state.raw<{ id: string; progress: number; playing: boolean } | undefined>();
  /** The last message that was played to its end; it stays in the picture. */
  let last = $state.raw<string | undefined>();
  /** When it began to be played: an older one that ends later does not take its place. */
  let lastStart = 0;
  let paused = $state(false);
  let speed = $state(1);
  let seen = $state(0);
  let frame: number | undefined;
  let framedAt = 0;
  let inSight = $state(true);

  const stepsOf = (id: string) => storyOf(id).steps;

  /** Takes in what is new. Called for every change of what is derived. */
  function follow(derived: Derived, now: number, isOwn: (socket: string) => boolean) {
    if (derived.seq < seen) clear();
    const fresh: Message[] = [];
    for (const message of [...derived.messages.values()].reverse()) {
      if ((message.trail[0]?.seq ?? 0) <= seen) break;
      if (now - message.at < freshMs) fresh.unshift(message);
    }
    seen = derived.seq;
    // What a picture from before a change would say is no longer true of the lab.
    const lastAt = (last && derived.messages.get(last)?.at) || 0;
    if (derived.notable.some(({ type, at }) => at > lastAt && (type === "link" || type === "cable")))
      last = undefined;
    // What waited for more to come goes on.
    run();
    if (fresh.length === 0) return;
    if (fresh.some(({ socket }) => isOwn(socket))) replay = undefined;
    if (!inSight) {
      last = fresh.at(-1)?.id;
      lastStart = time;
      return;
    }
    const added = fresh.length > burst ? groups(fresh).map(act) : fresh.map((message) => act([message]));
    const room = [...acts, ...added];
    acts = room.slice(-maxActs);
    run();
  }

  /** Passes over what is new: what a step is set up with is not what happens in it. */
  function pass(derived: Derived) {
    if (derived.seq < seen) clear();
    seen = derived.seq;
    last = undefined;
  }

  /** Another lab: its messages have the names of the last one's. */
  function clear() {
    acts = [];
    replay = undefined;
    last = undefined;
  }

  /** One picture for one message, or for several that do the same. */
  const act = (messages: readonly Message[]): Act => ({
    id: messages[0]?.id ?? "",
    begins: messages.map(beginOf),
    start: time,
  });

  function run() {
    if (frame !== undefined || !inSight) return;
    framedAt = performance.now();
    frame = requestAnimationFrame(tick);
  }

  function tick(at: number) {
    frame = undefined;
    const passed = Math.min(100, Math.max(0, at - framedAt)) * speed;
    framedAt = at;
    if (replay?.playing) {
      const end = stepsOf(replay.id);
      const progress = Math.min(end, replay.progress + passed / hopMs);
      replay = { ...replay, progress, playing: progress < end };
    } else if (!paused && !replay) time += passed;
    endActs();
    if (replay ? replay.playing : !paused && acts.some(({ id, start }) => progressOf(start) < stepsOf(id)))
      run();
  }

  /** Takes out what has been told to its end; what is still waited for stays at the last step that is known. */
  function endActs() {
    const kept: Act[] = [];
    for (const one of acts) {
      const { steps, isOver } = storyOf(one.id);
      if (progressOf(one.start) < steps) kept.push(one);
      else if (!isOver) kept.push({ ...one, start: time - steps * hopMs });
      else if (last === undefined || one.start >= lastStart) ({ id: last, start: lastStart } = one);
    }
    if (acts.length > 0) acts = kept;
  }

  const progressOf = (start: number) => (time - start) / hopMs;

  /** Jumps to a step of the message that is in the picture, and stays there. */
  function goTo(progress: number) {
    const main = current();
    if (!main) return;
    const end = stepsOf(main.id);
    replay = { id: main.id, progress: Math.min(end, Math.max(0, progress)), playing: false };
  }

  function current(): Scene | undefined {
    if (replay) return { id: replay.id, progress: replay.progress, count: 1 };
    const newest = acts.at(-1);
    if (newest) return { id: newest.id, progress: progressOf(newest.start), count: newest.begins.length };
    return last === undefined ? undefined : { id: last, progress: Number.POSITIVE_INFINITY, count: 1 };
  }

  return {
    follow,
    pass,
    /** The message whose way stays drawn. */
    get main(): Scene | undefined {
      return current();
    },
    /** Others that are under way at the same time. */
    get others(): readonly Scene[] {
      if (replay) return [];
      return acts
        .slice(0, -1)
        .map(({ id, start, begins }) => ({ id, count: begins.length, progress: progressOf(start) }));
    },
    /** Whether the message that begins with this event of the trace has been told to its end, or isn't shown in motion. */
    hasTold(begin: number): boolean {
      if (!inSight || isStill()) return true;
      const one = acts.find(({ begins }) => begins.includes(begin));
      if (!one) return begin <= seen;
      return replay?.id === one.id && replay.progress >= stepsOf(one.id) && storyOf(one.id).isOver;
    },
    get isReplay() {
      return replay !== undefined;
    },
    get isMoving() {
      return replay ? replay.playing : acts.length > 0 && !paused;
    },
    get speed() {
      return speed;
    },
    set speed(value: number) {
      speed = value;
    },
    /** Plays a message from its start; without an id, the one in the picture. */
    replay(id = current()?.id) {
      if (id === undefined) return;
      paused = false;
      replay = { id, progress: 0, playing: true };
      run();
    },
    toggle() {
      const main = current();
      if (replay && main) {
        const atEnd = main.progress >= stepsOf(main.id);
        replay = { ...replay, progress: atEnd ? 0 : replay.progress, playing: atEnd || !replay.playing };
      } else if (acts.length) paused = !paused;
      else if (main) replay = { id: main.id, progress: 0, playing: true };
      run();
    },
    back() {
      const main = current();
      if (main) goTo(Math.ceil(Math.min(main.progress, stepsOf(main.id))) - 1);
    },
    forward() {
      const main = current();
      if (main) goTo(Math.floor(main.progress) + 1);
    },
    goTo,
    toLive() {
      replay = undefined;
      paused = false;
      run();
    },
    /** Out of sight, nothing moves. */
    show(isInSight: boolean) {
      inSight = isInSight;
      if (isInSight) return run();
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
    },
  };
}

const beginOf = ({ trail }: Message): number => trail[0]?.seq ?? 0;

/** A burst, by sender and event: what does the same is drawn as one. */
function groups(messages: readonly Message[]): Message[][] {
  const byKind = new Map<string, Message[]>();
  for (const message of messages) {
    const kind = `${message.socket} ${message.event} ${isBroadcast(message)}`;
    const group = byKind.get(kind);
    if (group) group.push(message);
    else byKind.set(kind, [message]);
  }
  return [...byKind.values()];
}
