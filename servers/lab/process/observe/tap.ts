// Reads RESP as it passes a cable, and reports what it says: commands, Redis' replies, messages and stream entries.
//
//   bytes to Redis ──▶ commands.ts ─┐
//                                   ├ Conversation: which reply belongs to which command
//   bytes to the server ──▶ replies.ts
import { createRespReader } from "../../../redis/resp/reader.ts";
import { now } from "../../clock.ts";
import type { ConnectionTap, Direction } from "../cable/cable.ts";
import type { Passing } from "../cable/direction.ts";
import { arrivalIn, type Causes } from "./causes.ts";
import { createCommandTap } from "./commands.ts";
import type { Conversation, InTransit } from "./conversation.ts";
import { createReplyTap } from "./replies.ts";
import type { Reporter } from "./reporter.ts";

export interface TapOptions {
  /** A prefix that makes the names of publications and arrivals unique in the lab, across its processes. */
  name: string;
  /** The prefix of the lab's channels and keys, which is left out of reports. */
  prefix: string;
}

/** Returns a function that opens a tap for one connection of a server's cable. */
export function createTaps(options: TapOptions, causes: Causes, reporter: Reporter): () => ConnectionTap {
  let count = 0;
  return () =>
    openTap(causes, reporter, {
      pending: [],
      subscribing: new Map(),
      nextId: () => `${options.name}~${++count}`,
      withoutPrefix: (text) => text.replaceAll(options.prefix, ""),
      report: reporter.report,
    });
}

function openTap(causes: Causes, { report, later }: Reporter, conversation: Conversation): ConnectionTap {
  const readers = { redis: createRespReader(), server: createRespReader() };
  const readCommand = createCommandTap(conversation, causes);
  const readReply = createReplyTap(conversation, causes);

  return {
    // The bytes are parsed later: many at a time is less work, and no message waits for it.
    entered(towards: Direction, chunk: Buffer, t: number): Passing {
      const bytes = conversation.nextId();
      let inTransit: InTransit[] = [];
      later(() => {
        let messages = 0;
        const nextArrival = () => arrivalIn(bytes, messages++);
        const { frames } = readers[towards].push(chunk);
        inTransit = frames.flatMap(({ value }) =>
          towards === "redis" ? readCommand(value, t) : readReply(value, nextArrival, t),
        );
      });
      return {
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
        conversation.pending.length = 0;
      }),
  };
}
