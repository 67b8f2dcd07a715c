// Reads RESP as it passes a cable, and reports what it says: commands, Redis' replies, messages and stream entries.
//
//   bytes to Redis ──▶ sent-commands.ts ─────────┐
//                                                ├ ConnectionState: which reply belongs to which command
//   bytes to the server ──▶ received-replies.ts ─┘
import { createRespReader } from "../../../redis/resp/reader.ts";
import { now } from "../../clock.ts";
import type { ConnectionTap, Direction } from "../cable/cable.ts";
import type { Passing } from "../cable/direction.ts";
import { arrivalIn, type Causes } from "./causes.ts";
import type { ConnectionState, InTransit } from "./connection-state.ts";
import { createReplyTap } from "./received-replies.ts";
import type { Reporter } from "./reporter.ts";
import { createCommandTap } from "./sent-commands.ts";
import { createCutter, createWrites, type Piece } from "./write-contexts.ts";

export interface TapOptions {
  /** A prefix that makes the names of publications and arrivals unique in the lab, across its processes. */
  name: string;
  /** The prefix of the lab's channels and keys, which is left out of reports. */
  prefix: string;
  /** Whether Redis clients other than node-redis 6 may use the cable, which don't say what they do. */
  anyClient?: boolean;
}

/** Returns a function that opens a tap for one connection of a server's cable. */
export function createTaps(options: TapOptions, causes: Causes, reporter: Reporter): () => ConnectionTap {
  let count = 0;
  return () =>
    openTap(causes, reporter, options.anyClient ?? false, {
      pending: [],
      subscribing: new Map(),
      nextId: () => `${options.name}~${++count}`,
      withoutPrefix: (text) => text.replaceAll(options.prefix, ""),
      report: reporter.report,
    });
}

function openTap(
  causes: Causes,
  { report, later, catchUp }: Reporter,
  anyClient: boolean,
  shared: ConnectionState,
): ConnectionTap {
  const readers = { redis: createRespReader(), server: createRespReader() };
  const readCommand = createCommandTap(shared, causes);
  const readReply = createReplyTap(shared, causes);
  const writes = createWrites();
  const cut = createCutter();

  return {
    ...(anyClient && { writing: (bytes: number) => writes.add(bytes, causes.current()) }),
    // The bytes are parsed later: many at a time is less work, and no message waits for it.
    entered(towards: Direction, chunk: Buffer, t: number): Passing {
      const bytes = shared.nextId();
      let inTransit: InTransit[] = [];
      let pieces: Piece[] = [];
      later(() => {
        let messages = 0;
        const nextArrival = () => arrivalIn(bytes, messages++);
        const { frames } = readers[towards].push(chunk);
        const read = frames.map(({ value, raw }) => ({
          bytes: raw.length,
          found:
            towards === "redis"
              ? readCommand(value, t, writes.take(raw.length))
              : readReply(value, nextArrival, t),
        }));
        inTransit = read.flatMap(({ found }) => found);
        if (anyClient && towards === "server") {
          const values = read.map(({ bytes, found }) => ({ bytes, arrival: found[0]?.name ?? null }));
          pieces = cut(chunk, values);
        }
      });
      return {
        ...(anyClient &&
          towards === "server" && {
            send(pass: (bytes: Buffer) => void) {
              catchUp();
              for (const { bytes, arrival } of pieces) {
                if (arrival === null) pass(bytes);
                else causes.run(arrival, () => pass(bytes));
              }
            },
          }),
        left() {
          const t = now();
          if (towards === "server") causes.leaving(bytes);
          later(() => {
            for (const { left } of inTransit) left?.(t);
          });
        },
        lost(state) {
          const t = now();
          later(() => {
            for (const { name } of inTransit) report({ type: "dropped", passing: name, towards, state }, t);
          });
        },
      };
    },
    closed: () =>
      later(() => {
        shared.pending.length = 0;
      }),
  };
}
