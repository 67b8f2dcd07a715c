// Checks again and again whether a Redis is up, and reports when that changes.

import { openLine, type RedisProbe } from "./redis-probe.ts";

export interface Watch {
  readonly up: boolean;
  /** Calls `listener` with each change. Returns a function that unsubscribes it. */
  onChange(listener: (up: boolean) => void): () => void;
  close(): void;
}

export interface WatchOptions {
  /** Between two PINGs; 1000. */
  everyMs?: number;
  /** A Redis that takes longer to answer counts as down; 1000. */
  answerMs?: number;
}

/**
 * Watches the Redis at `url`. A lost connection is noticed at once, a silent one by the next PING. After each failure it
 * opens a new connection, because one that went silent would not show that Redis is back.
 */
export function watchRedis(url: string, options: WatchOptions = {}): Watch {
  const { everyMs = 1000, answerMs = 1000 } = options;
  const listeners = new Set<(up: boolean) => void>();
  let up = true;
  let line: RedisProbe | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function change(now: boolean): void {
    if (closed || now === up) return;
    up = now;
    for (const listener of [...listeners]) listener(now);
  }

  async function beat(): Promise<void> {
    const alive = await ask();
    if (closed) return void drop();
    timer = setTimeout(beat, everyMs);
    change(alive);
  }

  async function ask(): Promise<boolean> {
    try {
      if (line) await line.ping();
      else line = await openLine(url, answerMs, lost);
      return true;
    } catch {
      drop();
      return false;
    }
  }

  function lost(): void {
    drop();
    change(false);
  }

  function drop(): void {
    line?.close();
    line = null;
  }

  void beat();
  return {
    get up() {
      return up;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      drop();
    },
  };
}
