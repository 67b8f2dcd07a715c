// Reads RESP as it passes a cable: which command went to Redis, what Redis answered, what a channel or stream brought.

import { clip } from "../../../describe.ts";
import type { Payload } from "../../../protocol.ts";
import { createRespReader } from "../../../redis/resp/reader.ts";
import type { RespValue } from "../../../redis/resp/value.ts";
import { now } from "../../clock.ts";
import type { ConnectionTap, Direction } from "../cable/cable.ts";
import type { Passing } from "../cable/direction.ts";
import { arrivalIn, type Causes } from "./causes.ts";
import { decodeEntry, decodePayload, fingerprint } from "./payload.ts";
import type { Reporter } from "./reporter.ts";
import { bytesOf, codeOf, entriesOf, isError, messageOf, textOf } from "./resp-words.ts";

/** A command that waits for Redis' answer. */
interface Asked {
  words: string[];
  publication: string | null;
}

/** Something that passes: what to do when it has left the cable, and under which name it is told when it is lost. */
interface OnWay {
  name: string;
  left?: (t: number) => void;
}

export interface TapOptions {
  /** Makes publications and arrivals unique in the lab, over all its processes. */
  name: string;
  /** What the lab put before its channels; it is left out of what is told. */
  prefix: string;
}

/** Opens taps for the connections of one server's cable. */
export function createTaps(options: TapOptions, causes: Causes, reporter: Reporter): () => ConnectionTap {
  let count = 0;
  const nextId = () => `${options.name}~${++count}`;
  return () => openTap(options.prefix, nextId, causes, reporter);
}

function openTap(
  prefix: string,
  nextId: () => string,
  causes: Causes,
  { report, later }: Reporter,
): ConnectionTap {
  const readers = { redis: createRespReader(), server: createRespReader() };
  const asked: Asked[] = [];
  /** When the server asked for a subscription that Redis has yet to confirm. */
  const subscribing = new Map<string, number>();
  const bare = (text: string) => text.replaceAll(prefix, "");

  function command(value: RespValue, t: number): OnWay[] {
    if (value.type !== "array") return [];
    const words = value.items.slice(0, 10).map(textOf);
    const name = (words[0] ?? "").toUpperCase();
    if (isPublishing(name)) return [publication(name, words, value.items, t)];
    // Redis confirms each channel with a message of its own instead of one answer.
    if (subscribes.has(name))
      for (const item of value.items.slice(1)) subscribing.set(`${name} ${textOf(item)}`, t);
    else if (!unsubscribes.has(name)) asked.push({ words, publication: null });
    return [];
  }

  function publication(name: Publishing, words: string[], items: RespValue[], t: number): OnWay {
    const channel = words[1] ?? "";
    const parts =
      name === "XADD" ? items.slice(fieldsAt(words)).map(bytesOf) : items.slice(2, 3).map(bytesOf);
    const bytes = Buffer.concat(parts);
    const id = nextId();
    asked.push({ words, publication: id });
    const published = {
      type: "published",
      publication: id,
      cause: causes.ofCommand(name, channel),
      command: name,
      channel: bare(channel),
      bytes: bytes.length,
      payload: name === "XADD" ? decodeEntry(parts) : decodePayload(channel, bytes),
      print: fingerprint(bytes),
    } as const;
    report(published, t);
    return { name: id };
  }

  /** `nextArrival` names the next message in these bytes. */
  function fromRedis(value: RespValue, nextArrival: () => string, t: number): OnWay[] {
    const message = messageOf(value);
    if (!message) return answer(value, asked.shift(), t);
    const { kind, channel, payload } = message;
    if (payload) {
      return [arrival(nextArrival(), channel, payload, () => decodePayload(channel, payload), t)];
    }
    const name = kind.toUpperCase();
    const key = `${name} ${channel}`;
    const about = { text: bare(key), name, channel: bare(channel) };
    if (unsubscribes.has(name)) report({ type: "command", ...about, reply: "OK" }, t);
    else report({ type: "subscribed", ...about, askedAt: subscribing.get(key) ?? t }, t);
    subscribing.delete(key);
    return [];
  }

  function answer(value: RespValue, question: Asked | undefined, t: number): OnWay[] {
    if (!question) return [];
    if (question.publication) {
      const message = bare(textOf(value));
      const error = isError(value) ? { code: codeOf(message), message } : null;
      const receivers = value.type === "integer" ? Number(value.value) : null;
      const entry = value.type === "bulk" ? { entry: message } : {};
      report({ type: "accepted", publication: question.publication, receivers, error, ...entry }, t);
      return [];
    }
    const name = (question.words[0] ?? "").toUpperCase();
    if (name === "XREAD" && !isError(value)) {
      return entriesOf(value).map(({ stream, id, fields }) => {
        const name = nextId();
        causes.expectEntry(id, name);
        return arrival(name, stream, Buffer.concat(fields), () => decodeEntry(fields), t, { entry: id });
      });
    }
    const text = clip(bare(withoutSecrets(question.words)));
    const reply = clip(bare(textOf(value)));
    report({ type: "command", text, reply, name, ...(isError(value) && { code: codeOf(reply) }) }, t);
    return [];
  }

  function arrival(
    name: string,
    channel: string,
    bytes: Buffer,
    decode: () => Payload,
    t: number,
    inStream: { entry?: string } = {},
  ): OnWay {
    const passed = { arrival: name, channel: bare(channel), bytes: bytes.length };
    report({ type: "forwarded", ...passed, print: fingerprint(bytes), ...inStream }, t);
    return { name, left: (t) => report({ type: "arrived", ...passed, payload: decode() }, t) };
  }

  return {
    // Bytes are read when they have long passed: many at a time is less work, and nobody has to wait for it.
    entered(towards: Direction, chunk: Buffer, t: number): Passing {
      const bytes = nextId();
      let onWay: OnWay[] = [];
      later(() => {
        let messages = 0;
        const nextArrival = () => arrivalIn(bytes, messages++);
        const { frames } = readers[towards].push(chunk);
        onWay = frames.flatMap(({ value }) =>
          towards === "redis" ? command(value, t) : fromRedis(value, nextArrival, t),
        );
      });
      return {
        left() {
          const t = now();
          if (towards === "server") causes.leaving(bytes);
          later(() => {
            for (const { left } of onWay) left?.(t);
          });
        },
        lost(state) {
          const t = now();
          later(() => {
            for (const { name } of onWay) report({ type: "dropped", passing: name, towards, state }, t);
          });
        },
      };
    },
    closed: () =>
      later(() => {
        asked.length = 0;
      }),
  };
}

const subscribes: ReadonlySet<string> = new Set(["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"]);
const unsubscribes: ReadonlySet<string> = new Set(["UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE"]);

type Publishing = "PUBLISH" | "SPUBLISH" | "XADD";

function isPublishing(name: string): name is Publishing {
  return name === "PUBLISH" || name === "SPUBLISH" || name === "XADD";
}

/** XADD stream [MAXLEN ~ n] id field value …: the fields begin behind the id, which is `*` here. */
function fieldsAt(words: string[]): number {
  return words.indexOf("*") + 1;
}

function withoutSecrets(words: string[]): string {
  const auth = words.findIndex((word) => word.toUpperCase() === "AUTH");
  return auth < 0 ? words.join(" ") : [...words.slice(0, auth + 1), "•••"].join(" ");
}
