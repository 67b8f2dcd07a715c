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
  start: number;
  count: number;
}

export type Player = ReturnType<typeof createPlayer>;

const hopMs = 1_000;
/** A message that is older than this when it is first seen is history, and not played. */
const freshMs = 2_000;
const maxActs = 16;
/** More new messages than this in one frame are a burst. */
const burst = 6;

export function createPlayer(stepsOf: (id: string) => number) {
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
  let seen = 0;
  let frame: number | undefined;
  let framedAt = 0;
  let inSight = true;

  /** Takes in what is new. Called for every change of what is derived. */
  function follow(derived: Derived, now: number, isOwn: (socket: string) => boolean) {
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
    if (fresh.length === 0) return;
    if (fresh.some(({ socket }) => isOwn(socket))) replay = undefined;
    if (!inSight) {
      last = fresh.at(-1)?.id;
      lastStart = time;
      return;
    }
    const added =
      fresh.length > burst
        ? groups(fresh).map((group) => act(group[0] as Message, group.length))
        : fresh.map((message) => act(message, 1));
    const room = [...acts, ...added];
    acts = room.slice(-maxActs);
    run();
  }

  /** Passes over what is new: what a step is set up with is not what happens in it. */
  function pass(derived: Derived) {
    seen = derived.seq;
    last = undefined;
  }

  const act = (message: Message, count: number): Act => ({ id: message.id, start: time, count });

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
    const over = acts.filter(({ id, start }) => (time - start) / hopMs >= stepsOf(id));
    const ended = over.at(-1);
    if (ended) {
      if (last === undefined || ended.start >= lastStart) ({ id: last, start: lastStart } = ended);
      acts = acts.filter((one) => !over.includes(one));
    }
    const isMoving = replay ? replay.playing : acts.length > 0 && !paused;
    if (isMoving) run();
  }

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
    if (newest) return { id: newest.id, progress: (time - newest.start) / hopMs, count: newest.count };
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
        .map(({ id, start, count }) => ({ id, count, progress: (time - start) / hopMs }));
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
