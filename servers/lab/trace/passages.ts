// Works out which publication each server got from Redis: the same bytes on the same channel, in the same order.
//
//   A published ─channel, print─▶ passage ─▶ forwarded to A, to B
//
// A server gets no publication that Redis had taken before the server asked to subscribe, and none that was lost or
// refused. If the same bytes are forwarded to it again, that is another publication.
import { createBoundedMap } from "../../bounded-map.ts";
import { type ServerName, serverNames } from "../../protocol.ts";
import { matches } from "../../redis/broker/glob.ts";
import type { Raw } from "../process-protocol.ts";
import { maxRemembered, pushBounded } from "./waiting-list.ts";

/** A payload that passes through Redis. */
interface Passage {
  message: string;
  from: ServerName | null;
  channel: string;
  /** Servers that got it, or never will. */
  taken: Set<ServerName>;
  /** When Redis' reply came. */
  acceptedAt?: number;
  /** Its id in a stream, once it is known. */
  entry?: string;
}

/** `newMessage` makes the name of a message that no server of this lab published. */
export function createPassages(newMessage: () => string) {
  /** By channel and print, oldest first. */
  const passages = createBoundedMap<string, Passage[]>(maxRemembered);
  const publications = createBoundedMap<string, Passage>(maxRemembered);
  /** Messages by the id of their stream entry. */
  const entries = createBoundedMap<string, string>(maxRemembered);
  /** Each server's last subscription to each channel or pattern. */
  const subscriptions = {
    a: createBoundedMap<string, Raw<"subscribed">>(maxSubscriptions),
    b: createBoundedMap<string, Raw<"subscribed">>(maxSubscriptions),
  };

  /** Whether Redis had taken the publication before the server asked to subscribe. */
  const isBefore = ({ channel, acceptedAt }: Passage, subscribed: Raw<"subscribed">): boolean =>
    acceptedAt !== undefined && acceptedAt < subscribed.askedAt && covers(subscribed, channel);

  return {
    published(from: ServerName, message: string, { channel, print, publication }: Raw<"published">): void {
      const passage: Passage = { message, from, channel, taken: new Set() };
      const key = keyOf(channel, print);
      passages.set(key, pushBounded(passages.get(key) ?? [], passage));
      publications.set(publication, passage);
    },
    /** Takes Redis' reply to a publication. Returns its message, if known. */
    accepted({ t, publication, receivers, error, entry }: Raw<"accepted">): string | undefined {
      const passage = publications.get(publication);
      if (!passage) return undefined;
      passage.acceptedAt = t;
      if (entry !== undefined) {
        passage.entry = entry;
        entries.set(entry, passage.message);
      }
      if (error !== null || receivers === 0) takenByAll(passage);
      for (const name of serverNames) {
        for (const one of subscriptions[name].values()) if (isBefore(passage, one)) passage.taken.add(name);
      }
      return passage.message;
    },
    /** Returns the message of a stream entry, if known. */
    ofEntry: (entry: string): string | undefined => entries.get(entry),
    /** Takes the loss of a publication on the cable. Returns its message; undefined if an arrival was lost instead. */
    lost(passing: string): string | undefined {
      const passage = publications.get(passing);
      if (passage) takenByAll(passage);
      return passage?.message;
    },
    /** Takes an arrival. Returns its message, and whether the server published it itself. */
    forwarded(server: ServerName, raw: Raw<"forwarded">): { message: string; own: boolean } {
      const { t, channel, print, entry } = raw;
      const key = keyOf(channel, print);
      const waiting = passages.get(key) ?? [];
      let passage = waiting.find(
        (one) => !one.taken.has(server) && (one.entry === undefined || one.entry === entry),
      );
      if (!passage) {
        passage = { message: newMessage(), from: null, channel, taken: new Set(), acceptedAt: t };
        if (entry !== undefined) passage.entry = entry;
        passages.set(key, pushBounded(waiting, passage));
      }
      passage.taken.add(server);
      return { message: passage.message, own: passage.from === server };
    },
    subscribed(server: ServerName, raw: Raw<"subscribed">): void {
      subscriptions[server].set(raw.text, raw);
      for (const same of passages.values()) {
        for (const passage of same) if (isBefore(passage, raw)) passage.taken.add(server);
      }
    },
  };
}

const maxSubscriptions = 100;

const keyOf = (channel: string, print: string): string => `${channel}\n${print}`;

function covers({ name, channel }: Raw<"subscribed">, published: string): boolean {
  return name === "PSUBSCRIBE"
    ? matches(Buffer.from(channel), Buffer.from(published))
    : channel === published;
}

function takenByAll({ taken }: Passage): void {
  for (const name of serverNames) taken.add(name);
}
