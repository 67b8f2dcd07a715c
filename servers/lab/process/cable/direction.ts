// One direction of a connection: passes bytes on in order, each chunk after the delay that was set when it arrived; holds them while the
// cable is stalled; or loses them.
import type { CableState } from "../../../protocol.ts";
import { now } from "../../clock.ts";
import type { CableSetting } from "../../process-protocol.ts";

/** Callbacks for bytes that entered: called when they are about to leave (`left`), or are lost (`lost`). */
export interface Passing {
  left: () => void;
  lost: (state: CableState["state"]) => void;
  /** Passes the bytes on, in pieces. Without it, they pass at once. */
  send?: (pass: (bytes: Buffer) => void) => void;
}

export interface PipeOptions {
  setting: () => CableSetting;
  enter: (chunk: Buffer, t: number) => Passing;
  send: (chunk: Buffer) => void;
  onLoss: () => void;
}

export interface Pipe {
  pass: (chunk: Buffer) => void;
  /** Passes on what was held while the cable was stalled. */
  resume: () => void;
  /** Loses the chunks that are still being delayed or held. */
  dropQueued: (state: CableState["state"]) => void;
}

export function createPipe({ setting, enter, send, onLoss }: PipeOptions): Pipe {
  let queue: { chunk: Buffer; passing: Passing; due: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Calls `left` before sending: the reader may act on the bytes at once, and they must already be known as the cause. */
  function leave(chunk: Buffer, passing: Passing): void {
    passing.left();
    if (passing.send) passing.send(send);
    else send(chunk);
  }

  function sendDue(): void {
    timer = undefined;
    if (setting().state === "stall") return;
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
      if (state === "stall") {
        queue.push({ chunk, passing, due: t + delayMs });
      } else if (state !== "up") {
        onLoss();
        passing.lost(state);
      } else if (delayMs === 0 && queue.length === 0) {
        leave(chunk, passing);
      } else {
        queue.push({ chunk, passing, due: t + delayMs });
        timer ??= setTimeout(sendDue, delayMs);
      }
    },
    resume() {
      clearTimeout(timer);
      sendDue();
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
