// What the installed adapters pass to Redis: they run on fake clients that record it.
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createAdapter as createStreamsAdapter } from "@socket.io/redis-streams-adapter";
import { Server } from "socket.io";

export interface Publication {
  channel: string;
  bytes: Buffer;
}

/** Fields and values in turn, as XADD takes them. */
export type Entry = Buffer[];

const never = new Promise<never>(() => {});

/** A client that only answers one thing, the number of servers: two. */
function createStandIn() {
  const published: Publication[] = [];
  const entries: Entry[] = [];
  const keep = async (channel: string, payload: string | Buffer) =>
    void published.push({ channel, bytes: Buffer.from(payload) });
  const standIn = {
    publish: keep,
    sPublish: keep,
    xAdd: async (_stream: string, _id: string, fields: Record<string, string>) => {
      entries.push(Object.entries(fields).flatMap((pair) => pair.map((part) => Buffer.from(part))));
      return "1-0";
    },
    sendCommand: async () => ["channel", 2],
    xRead: () => never,
    duplicate: () => standIn,
    ...Object.fromEntries(
      ["connect", "pSubscribe", "subscribe", "sSubscribe", "sUnsubscribe"].map((name) => [
        name,
        async () => {},
      ]),
    ),
    on: () => standIn,
    listenerCount: () => 1,
  };
  return { standIn, published, entries };
}

const adapters = { classic: createAdapter, sharded: createShardedAdapter };

/** What a server with this adapter publishes while `work` runs, until it has published this many. */
export async function published(
  kind: keyof typeof adapters,
  work: (io: Server) => void,
  count = 1,
): Promise<Publication[]> {
  const { standIn, published } = createStandIn();
  const io = new Server({ adapter: adapters[kind](standIn, standIn) });
  work(io);
  await until(() => published.length >= count);
  return published;
}

/** The same for the streams adapter: what it appends to its stream. */
export async function appended(work: (io: Server) => void): Promise<Entry> {
  const { standIn, entries } = createStandIn();
  const io = new Server({ adapter: createStreamsAdapter(standIn) });
  work(io);
  await until(() => entries.length > 0);
  return entries[0] ?? [];
}

/** The adapters publish within a few turns of the event loop. */
async function until(is: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !is(); turn += 1) await new Promise(setImmediate);
}
