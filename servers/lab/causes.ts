// Knows why a server does what it does: which event, or which arrival from Redis, it is handling.
//
//   event of a client ──run──▶ handler ──▶ io.emit ──▶ PUBLISH ─┐ node-redis tells its diagnostics channel,
//                                                               └▶ later the cable sees the bytes: same order
//   arrival on the cable ──▶ node-redis tells its diagnostics channel ──▶ adapter ──▶ delivery
//
// node-redis writes and reads later than it is called; what joins the two ends is that both keep their order.
import { AsyncLocalStorage } from "node:async_hooks";
import diagnostics from "node:diagnostics_channel";

export interface Causes {
  /** Runs `work`; all that it does, now or later, has this cause. */
  run: <T>(cause: string, work: () => T) => T;
  current: () => string | null;
  /** The cause of the command that passes the cable now. */
  ofCommand: (command: string, channel: string) => string | null;
  /** The next message that node-redis reads from this channel is this arrival. */
  expect: (channel: string, arrival: string) => void;
  /** The entry of a stream with this id is this arrival. The streams adapter adds the id to what it delivers. */
  expectEntry: (id: string, arrival: string) => void;
  ofEntry: (id: string) => string | null;
  close: () => void;
}

/** What node-redis tells of a command (`node-redis:command`) and of a message (`node-redis:pubsub`); args[1] is the channel. */
interface CommandContext {
  command: string;
  args: readonly unknown[];
}
interface MessageContext {
  direction: string;
  channel: unknown;
}

/** Listens to node-redis of this whole process; one for each process. */
export function createCauses(): Causes {
  const store = new AsyncLocalStorage<string | null>();
  const commands = createQueues<{ context: CommandContext; cause: string | null }>();
  const arrivals = createQueues<string>();
  const entries = new Map<string, string>();

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
        commands.remove(keyOf(context), (waiting) => waiting.context === context);
      }
    },
    end() {},
    asyncStart() {},
    asyncEnd() {},
  };
  const onMessage = (message: unknown) => {
    const context = message as MessageContext;
    if (context.direction === "in") store.enterWith(arrivals.take(String(context.channel)) ?? null);
  };
  const commandChannel = diagnostics.tracingChannel("node-redis:command");
  commandChannel.subscribe(onCommand);
  diagnostics.subscribe("node-redis:pubsub", onMessage);

  return {
    run: (cause, work) => store.run(cause, work),
    current: () => store.getStore() ?? null,
    ofCommand: (command, channel) => commands.take(`${command} ${channel}`)?.cause ?? null,
    expect: (channel, arrival) => arrivals.add(channel, arrival),
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
