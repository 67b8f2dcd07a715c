// The shared lab for watching: its trace, and what follows from it. Another id is another lab.

import { pictureOf } from "../lab/derive/state.ts";
import { ApiFailure, api } from "../lab/live/api.ts";
import { Feed } from "../lab/live/watch/feed.svelte.ts";
import { type Watch, watch } from "../lab/live/watch/trace-connection.ts";

export type SharedView = ReturnType<typeof watchShared>;

const againMs = 1_000;

export function watchShared() {
  let id = $state<string | undefined>();
  let watching: Watch | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const feed = new Feed({ labTime: () => watching?.labTime(performance.now()) });

  function end() {
    clearTimeout(again);
    watching?.close();
    watching = undefined;
  }

  async function begin(wanted: string) {
    try {
      const found = await api.find(wanted);
      if (id !== wanted) return;
      feed.reset(pictureOf(found));
      watching = watch(
        { id: wanted, token: "" },
        {
          after: () => feed.derived.seq,
          trace: feed.take,
          redis: () => {},
          refused: () => {},
          gone: end,
          up: () => {},
        },
      );
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      // The room will soon announce another lab, or none; a gateway that is away comes back.
      if (id === wanted) again = setTimeout(begin, againMs, wanted);
    }
  }

  return {
    get id() {
      return id;
    },
    get derived() {
      return feed.derived;
    },
    get now() {
      return feed.now;
    },
    /** Watches this lab from now on; undefined watches none. */
    look(wanted: string | undefined) {
      if (wanted === id) return;
      end();
      id = wanted;
      if (wanted !== undefined) void begin(wanted);
    },
    close: end,
  };
}
