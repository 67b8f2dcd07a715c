// Knows why a server does what it does: which event, or which arrival from Redis, it is handling.
//
//   event of a client ──run──▶ handler ──▶ io.emit ──▶ PUBLISH ─┐ node-redis tells its diagnostics channel,
//                                                               └▶ later the cable sees the bytes: same order
//   bytes leave the cable ──▶ node-redis tells its diagnostics channel of each message in them ──▶ adapter ──▶ delivery
//
// node-redis writes later than it is called; what joins the two ends is that both keep their order. It reads at once: the
// messages that it tells of are those of the bytes which just left the cable.
import { AsyncLocalStorage } from "node:async_hooks";
import diagnostics from "node:diagnostics_channel";

export interface Causes {
  /** Runs `work`; all that it does, now or later, has this cause. */
  run: <T>(cause: string, work: () => T) => T;
  current: () => string | null;
  /** The cause of the first command of these that passed the cable and was not asked for yet. */
  ofCommand: (command: string, channel: string) => string | null;
  /** What node-redis reads from now on is in these bytes; its messages are `arrivalIn` them, counted from 0. */
  leaving: (bytes: string) => void;
  /** The entry of a stream with this id is this arrival. The streams adapter adds the id to what it delivers. */
  expectEntry: (id: string, arrival: string) => void;
  ofEntry: (id: string) => string | null;
  close: () => void;
}

/** What node-redis tells of a command (`node-redis:command`) and of a message (`node-redis:pubsub`). args[1] is the channel. */
interface CommandContext {
  command: string;
  args: readonly unknown[];
}
interface MessageContext {
  direction: string;
}

/** Names the message at this place among those in these bytes. */
export function arrivalIn(bytes: string, index: number): string {
  return `${bytes}/${index}`;
}

/**
 * Listens to node-redis of this whole process; one for each process. `catchUp` has everything read that passed the
 * cable until now.
 */
export function createCauses(catchUp: () => void): Causes {
  const store = new AsyncLocalStorage<string | null>();
  const commands = createQueues<{ context: CommandContext; cause: string | null }>();
  const entries = new Map<string, string>();
  let leaving = { bytes: "", messages: 0 };

  const onCommand = {
    start(message: unknown) {
      const context = message as CommandContext;
      if (publishing.has(context.command)) {
        commands.add(keyOf(context), { context, cause: store.getStore() ?? null });
      }
    },
    // A command that failed before it was written never passes the cable.
    error(message: unknown) {
      const context = message as CommandContext;
      if (publishing.has(context.command)) {
        catchUp();
        commands.remove(keyOf(context), (waiting) => waiting.context === context);
      }
    },
    end() {},
    asyncStart() {},
    asyncEnd() {},
  };
  const onMessage = (message: unknown) => {
    const context = message as MessageContext;
    if (context.direction !== "in") return;
    store.enterWith(arrivalIn(leaving.bytes, leaving.messages));
    leaving.messages += 1;
  };
  const commandChannel = diagnostics.tracingChannel("node-redis:command");
  commandChannel.subscribe(onCommand);
  diagnostics.subscribe("node-redis:pubsub", onMessage);

  return {
    run: (cause, work) => store.run(cause, work),
    current: () => store.getStore() ?? null,
    ofCommand: (command, channel) => commands.take(`${command} ${channel}`)?.cause ?? null,
    leaving: (bytes) => {
      leaving = { bytes, messages: 0 };
    },
    expectEntry(id, arrival) {
      entries.set(id, arrival);
      const oldest = entries.keys().next().value;
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
    ofEntry: (id) => entries.get(id) ?? null,
    close() {
      commandChannel.unsubscribe(onCommand);
      diagnostics.unsubscribe("node-redis:pubsub", onMessage);
    },
  };
}

const maxEntries = 1000;
const publishing = new Set(["PUBLISH", "SPUBLISH", "XADD"]);

function keyOf({ command, args }: CommandContext): string {
  return `${command} ${String(args[1])}`;
}

/** First in, first out, for each key; what nobody takes is forgotten when a queue grows beyond 10,000. */
function createQueues<T>() {
  const queues = new Map<string, T[]>();
  return {
    add(key: string, item: T) {
      const queue = queues.get(key) ?? [];
      queue.push(item);
      if (queue.length > 10_000) queue.shift();
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
