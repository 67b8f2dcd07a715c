// Reads RESP as it passes a cable: which command went to Redis, what Redis answered, what a channel brought.

import { clip } from "../protocol.ts";
import { createRespReader, type RespValue } from "../redis/resp.ts";
import type { ConnectionTap, Direction, Passing } from "./cable.ts";
import type { Causes } from "./causes.ts";
import { now } from "./observation.ts";
import { decodePayload, fingerprint } from "./payload.ts";
import type { Reporter } from "./reporter.ts";

/** A command that waits for Redis' answer. */
type Asked = { text: string; publication: string | null };

type OnWay = { left?: () => void; lost: string };

/** Opens taps for the connections of one server's cable. `name` makes publications and arrivals unique in the lab. */
export function createTaps(name: string, causes: Causes, { report }: Reporter): () => ConnectionTap {
  let count = 0;
  return () => openTap(() => `${name}~${++count}`, causes, report);
}

function openTap(nextId: () => string, causes: Causes, report: Reporter["report"]): ConnectionTap {
  const readers = { redis: createRespReader(), server: createRespReader() };
  const asked: Asked[] = [];

  function command(words: string[], args: RespValue[], t: number): OnWay | null {
    const [name = "", channel = ""] = words;
    if (isPublishing(name)) {
      const payload = payloadOf(name, args);
      const publication = nextId();
      asked.push({ text: name, publication });
      report({
        t,
        type: "published",
        publication,
        cause: causes.ofCommand(name, channel),
        command: name,
        channel,
        bytes: payload.length,
        payload: decodePayload(channel, payload),
        print: fingerprint(payload),
      });
      return { lost: publication };
    }
    // Redis confirms each channel with a message of its own instead of one answer.
    if (!/^[PS]?(UN)?SUBSCRIBE$/.test(name)) asked.push({ text: withoutSecrets(words), publication: null });
    return null;
  }

  function answer(value: RespValue): OnWay | null {
    const message = messageOf(value);
    if (!message) {
      const question = asked.shift();
      if (question?.publication) {
        const error = isError(value) ? textOf(value) : null;
        const receivers = value.type === "integer" ? Number(value.value) : null;
        report({ type: "accepted", publication: question.publication, receivers, error });
      } else if (question) {
        report({ type: "command", text: clip(question.text), reply: clip(textOf(value)) });
      }
      return null;
    }
    const { kind, channel, payload } = message;
    if (!payload) {
      if (kind.endsWith("unsubscribe"))
        report({ type: "command", text: `${kind.toUpperCase()} ${channel}`, reply: "OK" });
      else report({ type: "subscribed", channel: `${kind.toUpperCase()} ${channel}` });
      return null;
    }
    const arrival = nextId();
    const bytes = payload.length;
    report({ type: "forwarded", arrival, channel, bytes, print: fingerprint(payload) });
    return {
      lost: arrival,
      left: () => {
        causes.expect(channel, arrival);
        report({ type: "arrived", arrival, channel, bytes, payload: decodePayload(channel, payload) });
      },
    };
  }

  return {
    entered(towards: Direction, chunk: Buffer, t: number): Passing {
      const { frames } = readers[towards].push(chunk);
      const onWay = frames.flatMap(({ value }) => {
        const passing = towards === "redis" ? readCommand(value, t, command) : answer(value);
        return passing ? [passing] : [];
      });
      return {
        left: () => {
          for (const { left } of onWay) left?.();
        },
        lost: (state) => {
          for (const { lost } of onWay) report({ t: now(), type: "dropped", passing: lost, towards, state });
        },
      };
    },
    closed: () => {
      asked.length = 0;
    },
  };
}

function readCommand(
  value: RespValue,
  t: number,
  command: (words: string[], args: RespValue[], t: number) => OnWay | null,
): OnWay | null {
  if (value.type !== "array") return null;
  const words = value.items.slice(0, 8).map(textOf);
  const [name = "", ...rest] = words;
  return command([name.toUpperCase(), ...rest], value.items, t);
}

/** What a subscribed connection is told: a confirmation (without payload), or a message from a channel. */
function messageOf(value: RespValue): { kind: string; channel: string; payload: Buffer | null } | null {
  if (value.type !== "push" && value.type !== "array") return null;
  const [first, ...rest] = value.items;
  if (first?.type !== "bulk" || rest.length < 2) return null;
  const kind = first.bytes.toString();
  if (/^[ps]?(un)?subscribe$/.test(kind))
    return { kind, channel: rest[0] ? textOf(rest[0]) : "", payload: null };
  if (!/^[ps]?message$/.test(kind)) return null;
  const [channel, payload] = rest.slice(-2);
  if (!channel || payload?.type !== "bulk") return null;
  return { kind, channel: textOf(channel), payload: payload.bytes };
}

function isPublishing(name: string): name is "PUBLISH" | "SPUBLISH" | "XADD" {
  return name === "PUBLISH" || name === "SPUBLISH" || name === "XADD";
}

/** PUBLISH channel payload; XADD stream … field value field value: its values in a row. */
function payloadOf(name: string, args: RespValue[]): Buffer {
  const bytes = args.slice(2).map((arg) => (arg.type === "bulk" ? arg.bytes : Buffer.alloc(0)));
  return name === "XADD" ? Buffer.concat(bytes) : (bytes[0] ?? Buffer.alloc(0));
}

function withoutSecrets(words: string[]): string {
  const auth = words.findIndex((word) => word.toUpperCase() === "AUTH");
  return auth < 0 ? words.join(" ") : [...words.slice(0, auth + 1), "•••"].join(" ");
}

function isError(value: RespValue): boolean {
  return value.type === "error" || value.type === "blobError";
}

function textOf(value: RespValue): string {
  switch (value.type) {
    case "simple":
    case "error":
    case "bulk":
    case "blobError":
    case "verbatim":
      return value.bytes.toString("utf8");
    case "integer":
    case "bigNumber":
    case "double":
    case "boolean":
      return String(value.value);
    case "null":
      return "nil";
    case "array":
    case "set":
    case "push":
      return `[${value.items.map(textOf).join(", ")}]`;
    case "map":
      return `{${value.entries.map(([key, inner]) => `${textOf(key)}: ${textOf(inner)}`).join(", ")}}`;
    case "attributed":
      return textOf(value.value);
  }
}
