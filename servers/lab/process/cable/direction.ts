// One direction of a connection: bytes in order, each chunk after the delay that was set when it came, or lost.
import type { CableState } from "../../../protocol.ts";
import { now } from "../../clock.ts";
import type { CableSetting } from "../../process-protocol.ts";

/** What a tap wants to be told of bytes that entered: that they are about to leave, or that they are lost. */
export interface Passing {
  left: () => void;
  lost: (state: CableState["state"]) => void;
}

export interface LaneOptions {
  setting: () => CableSetting;
  enter: (chunk: Buffer, t: number) => Passing;
  send: (chunk: Buffer) => void;
  onLoss: () => void;
}

export interface Lane {
  pass: (chunk: Buffer) => void;
  /** Loses what a delay still holds. */
  dropQueued: (state: CableState["state"]) => void;
}

export function createLane({ setting, enter, send, onLoss }: LaneOptions): Lane {
  let queue: { chunk: Buffer; passing: Passing; due: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Told first: the reader of these bytes may act on them at once, and what it does has them as its cause. */
  function leave(chunk: Buffer, passing: Passing): void {
    passing.left();
    send(chunk);
  }

  function sendDue(): void {
    timer = undefined;
    let first = queue[0];
    while (first && first.due <= now()) {
      queue.shift();
      leave(first.chunk, first.passing);
      first = queue[0];
    }
    if (first) timer = setTimeout(sendDue, Math.ceil(first.due - now()));
  }

  return {
    pass(chunk) {
      const t = now();
      const { state, delayMs } = setting();
      const passing = enter(chunk, t);
      if (state !== "up") {
        onLoss();
        passing.lost(state);
      } else if (delayMs === 0 && queue.length === 0) {
        leave(chunk, passing);
      } else {
        queue.push({ chunk, passing, due: t + delayMs });
        timer ??= setTimeout(sendDue, delayMs);
      }
    },
    dropQueued(state) {
      clearTimeout(timer);
      timer = undefined;
      if (queue.length > 0) onLoss();
      for (const { passing } of queue) passing.lost(state);
      queue = [];
    },
  };
}
