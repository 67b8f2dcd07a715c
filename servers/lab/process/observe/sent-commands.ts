// Reads the commands that a server sends to Redis, and reports its publications.
import type { RespValue } from "../../../redis/resp/value.ts";
import type { Causes } from "./causes.ts";
import type { ConnectionState, InTransit } from "./connection-state.ts";
import { decodeEntry, decodePayload, fingerprint } from "./payload.ts";
import { bytesOf, textOf } from "./resp-messages.ts";

const subscribes: ReadonlySet<string> = new Set(["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"]);
export const unsubscribes: ReadonlySet<string> = new Set(["UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE"]);

type Publishing = "PUBLISH" | "SPUBLISH" | "XADD";

/**
 * Returns a function that reads one command, seen at `t`, and returns the publication in it, if any. `written` is what was being
 * handled when its bytes were written, for clients that report nothing themselves.
 */
export function createCommandTap(shared: ConnectionState, causes: Causes) {
  const { pending, subscribing, nextId, withoutPrefix, report } = shared;

  function publication(
    name: Publishing,
    words: string[],
    items: RespValue[],
    t: number,
    written: string | null,
  ): InTransit {
    const channel = words[1] ?? "";
    const parts =
      name === "XADD" ? items.slice(fieldsAt(words)).map(bytesOf) : items.slice(2, 3).map(bytesOf);
    const bytes = Buffer.concat(parts);
    const id = nextId();
    const known = causes.ofCommand(name, channel);
    pending.push({ words, publication: id });
    const published = {
      type: "published",
      publication: id,
      cause: known === undefined ? written : known,
      command: name,
      channel: withoutPrefix(channel),
      bytes: bytes.length,
      payload: name === "XADD" ? decodeEntry(parts) : decodePayload(channel, bytes),
      print: fingerprint(bytes),
    } as const;
    report(published, t);
    return { name: id };
  }

  return (value: RespValue, t: number, written: string | null): InTransit[] => {
    if (value.type !== "array") return [];
    const words = value.items.slice(0, 10).map(textOf);
    const name = (words[0] ?? "").toUpperCase();
    if (isPublishing(name)) return [publication(name, words, value.items, t, written)];
    // Redis confirms each channel with a message of its own instead of one reply.
    if (subscribes.has(name))
      for (const item of value.items.slice(1)) subscribing.set(`${name} ${textOf(item)}`, t);
    else if (!unsubscribes.has(name)) pending.push({ words, publication: null });
    return [];
  };
}

function isPublishing(name: string): name is Publishing {
  return name === "PUBLISH" || name === "SPUBLISH" || name === "XADD";
}

/** In `XADD stream [MAXLEN ~ n] id field value …` the fields come after the id, which is always `*` here. */
function fieldsAt(words: string[]): number {
  return words.indexOf("*") + 1;
}
