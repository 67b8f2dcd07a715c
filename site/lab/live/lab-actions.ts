// What a step of a lesson can do with the page's lab.

import type { LabActions } from "../steps/actions.ts";
import type { Changes } from "./changes.svelte.ts";
import type { Clients } from "./clients.svelte.ts";
import type { RedisConsole } from "./redis-console.svelte.ts";
import { until } from "./until.ts";
import type { Feed } from "./watch/feed.svelte.ts";

interface LabParts {
  readonly id: string;
  feed: Feed;
  changes: Changes;
  clients: Clients;
  redisConsole: RedisConsole;
}

const replyWithinMs = 10_000;

export function actionsOf(lab: LabParts): LabActions {
  const { feed, changes, clients, redisConsole } = lab;
  return {
    // A puzzle hides facts from the learner, not from the steps.
    get derived() {
      return feed.derived;
    },
    get now() {
      return feed.now;
    },
    get isSubscribed() {
      return redisConsole.isSubscribed;
    },
    client: clients.named,
    placeClients: clients.place,
    setLink: changes.setLink,
    kill: changes.kill,
    stop: changes.stop,
    start: changes.start,
    setCable: changes.setCable,
    setBalancer: changes.setBalancer,
    runCode: changes.runCode,
    resetCode: changes.resetCode,
    async redis(line) {
      const before = redisConsole.lastReply;
      return redisConsole.enter(line) && until(() => redisConsole.lastReply !== before, replyWithinMs);
    },
    unsubscribe: async () => redisConsole.unsubscribe(),
    // Only while the lab is open: nothing happens in one that has ended or been replaced.
    async until(condition, withinMs) {
      const { id } = lab;
      const isGone = () => id === "" || lab.id !== id;
      await until(() => isGone() || condition(), withinMs);
      return !isGone() && condition();
    },
  };
}
