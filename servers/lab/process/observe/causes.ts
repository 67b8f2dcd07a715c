// Tracks why a server does something: which client event, or which arrival from Redis, it is handling.
//
//   client event ──run──▶ handler ──▶ io.emit ──▶ PUBLISH ─┐ node-redis reports it on its diagnostics channel;
//                                                          └▶ later the cable sees the bytes, in the same order
//   bytes leave the cable ──▶ node-redis reports each message in them on its channel ──▶ adapter ──▶ delivery
//
// node-redis writes some time after it is called. Both ends keep their order, and that is how they are matched. It reads
// at once, so the messages that it reports belong to the bytes that just left the cable.
import { AsyncLocalStorage } from "node:async_hooks";
import diagnostics from "node:diagnostics_channel";
import { createBoundedMap } from "../../../bounded-map.ts";
import type { ErrorBoundary } from "../../../error-boundary.ts";

export interface Causes {
  /** Runs `work` and returns its result. Everything that it does, now or later, has this cause. */
  run: <T>(cause: string, work: () => T) => T;
  current: () => string | null;
  /** Returns the cause of the oldest such command that node-redis reported and was not asked for yet; undefined if it reported none. */
  ofCommand: (command: string, channel: string) => string | null | undefined;
  /** These bytes are about to reach node-redis. Its messages from now on are named by `arrivalIn`, counted from 0. */
  leaving: (bytes: string) => void;
  /** Links a stream entry to its arrival. The streams adapter adds the entry's id to what it delivers. */
  expectEntry: (id: string, arrival: string) => void;
  ofEntry: (id: string) => string | null;
  close: () => void;
}

/** What node-redis reports of a command (`node-redis:command`) and of a message (`node-redis:pubsub`). args[1] is the channel. */
interface CommandContext {
  command: string;
  args: readonly unknown[];
}
interface MessageContext {
  direction: string;
}

/** Returns the name of the message at `index` (from 0) in these bytes. */
export function arrivalIn(bytes: string, index: number): string {
  return `${bytes}/${index}`;
}

/**
 * Listens to node-redis in this process; create one per process. `catchUp` must read everything that has passed the
 * cable so far.
 */
export function createCauses(catchUp: () => void, { guard }: Pick<ErrorBoundary, "guard">): Causes {
  const store = new AsyncLocalStorage<string | null>();
  const commands = createQueues<{ context: CommandContext; cause: string | null }>();
  const entries = createBoundedMap<string, string>(maxEntries);
  let leaving = { bytes: "", messages: 0 };

  const onCommand = {
    start: guard("observer of commands", (message: unknown) => {
      const context = message as CommandContext;
      if (publishing.has(context.command)) {
        commands.add(keyOf(context), { context, cause: store.getStore() ?? null });
      }
    }),
    // A command that failed before it was written never passes the cable.
    error: guard("observer of commands", (message: unknown) => {
      const context = message as CommandContext;
      if (publishing.has(context.command)) {
        catchUp();
        commands.remove(keyOf(context), (waiting) => waiting.context === context);
      }
    }),
    end() {},
    asyncStart() {},
    asyncEnd() {},
  };
  const onMessage = guard("observer of messages", (message: unknown) => {
    const context = message as MessageContext;
    if (context.direction !== "in") return;
    store.enterWith(arrivalIn(leaving.bytes, leaving.messages));
    leaving.messages += 1;
  });
  const commandChannel = diagnostics.tracingChannel("node-redis:command");
  commandChannel.subscribe(onCommand);
  diagnostics.subscribe("node-redis:pubsub", onMessage);

  return {
    run: (cause, work) => store.run(cause, work),
    current: () => store.getStore() ?? null,
    ofCommand: (command, channel) => commands.take(`${command} ${channel}`)?.cause,
    leaving: (bytes) => {
      leaving = { bytes, messages: 0 };
    },
    expectEntry: entries.set,
    ofEntry: (id) => entries.get(id) ?? null,
    close() {
      commandChannel.unsubscribe(onCommand);
      diagnostics.unsubscribe("node-redis:pubsub", onMessage);
    },
  };
}

const maxEntries = 1000;
const maxQueued = 10_000;
const publishing = new Set(["PUBLISH", "SPUBLISH", "XADD"]);

function keyOf({ command, args }: CommandContext): string {
  return `${command} ${String(args[1])}`;
}

/** A first-in-first-out queue for each key. A queue that grows beyond 10,000 items drops its oldest. */
function createQueues<T>() {
  const queues = new Map<string, T[]>();
  return {
    add(key: string, item: T) {
      const queue = queues.get(key) ?? [];
      queue.push(item);
      if (queue.length > maxQueued) queue.shift();
      queues.set(key, queue);
    },
    take(key: string): T | undefined {
      const queue = queues.get(key);
      const item = queue?.shift();
      if (queue?.length === 0) queues.delete(key);
      return item;
    },
    remove(key: string, is: (item: T) => boolean) {
      const queue = queues.get(key);
      const index = queue?.findIndex(is) ?? -1;
      if (queue && index >= 0) queue.splice(index, 1);
    },
  };
}
