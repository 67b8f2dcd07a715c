// Works out which publication each server got from Redis: the same bytes on the same channel, in the same order.
//
//   A published ─channel, print─▶ publication ─▶ forwarded to A, to B
//
// A server gets no publication that Redis had taken before the server asked to subscribe, and none that was lost or
// refused. Nobody gets it after as many connections as Redis counted. If the same bytes are forwarded to it again, that is another publication.
import { createBoundedMap } from "../../bounded-map.ts";
import { type ServerName, serverNames } from "../../protocol.ts";
import { matches } from "../../redis/broker/glob.ts";
import type { Raw } from "../process-protocol.ts";
import { maxRemembered, pushBounded } from "./waiting-list.ts";

/** A payload that passes through Redis. */
interface Publication {
  message: string;
  from: ServerName | null;
  channel: string;
  /** Servers that got it, or never will. */
  taken: Set<ServerName>;
  /** How often a server got it. */
  arrivals: number;
  /** When Redis' reply came. */
  acceptedAt?: number;
  /** How many connections Redis passed it on to, once it has replied; null if the reply doesn't say. */
  receivers?: number | null;
  /** Its id in a stream, once it is known. */
  entry?: string;
}

/** `newMessage` makes the name of a message that no server of this lab published. */
export function createPublications(newMessage: () => string) {
  /** By channel and print, oldest first. */
  const byPayload = createBoundedMap<string, Publication[]>(maxRemembered);
  /** By the name that the cable gave each. */
  const byName = createBoundedMap<string, Publication>(maxRemembered);
  /** Messages by the id of their stream entry. */
  const entries = createBoundedMap<string, string>(maxRemembered);
  /** Each server's last subscription to each channel or pattern. */
  const subscriptions = {
    a: createBoundedMap<string, Raw<"subscribed">>(maxSubscriptions),
    b: createBoundedMap<string, Raw<"subscribed">>(maxSubscriptions),
  };

  /** Whether Redis had taken the publication before the server asked to subscribe. */
  const isBefore = ({ channel, acceptedAt }: Publication, subscribed: Raw<"subscribed">): boolean =>
    acceptedAt !== undefined && acceptedAt < subscribed.askedAt && covers(subscribed, channel);

  return {
    published(
      from: ServerName,
      message: string,
      { channel, print, publication: name }: Raw<"published">,
    ): void {
      const publication: Publication = { message, from, channel, taken: new Set(), arrivals: 0 };
      const key = keyOf(channel, print);
      byPayload.set(key, pushBounded(byPayload.get(key) ?? [], publication));
      byName.set(name, publication);
    },
    /** Takes Redis' reply to a publication. Returns its message, if known. */
    accepted({ t, publication: name, receivers, error, entry }: Raw<"accepted">): string | undefined {
      const publication = byName.get(name);
      if (!publication) return undefined;
      publication.acceptedAt = t;
      if (entry !== undefined) {
        publication.entry = entry;
        entries.set(entry, publication.message);
      }
      publication.receivers = error === null ? receivers : 0;
      endIfComplete(publication);
      for (const server of serverNames) {
        for (const one of subscriptions[server].values())
          if (isBefore(publication, one)) publication.taken.add(server);
      }
      return publication.message;
    },
    /** Returns the message of a stream entry, if known. */
    ofEntry: (entry: string): string | undefined => entries.get(entry),
    /** Takes the loss of a publication on the cable. Returns its message; undefined if an arrival was lost instead. */
    lost(name: string): string | undefined {
      const publication = byName.get(name);
      if (publication) takenByAll(publication);
      return publication?.message;
    },
    /** Takes an arrival. Returns its message, and whether the server published it itself. */
    forwarded(server: ServerName, raw: Raw<"forwarded">): { message: string; own: boolean } {
      const { t, channel, print, entry } = raw;
      const key = keyOf(channel, print);
      const waiting = byPayload.get(key) ?? [];
      let publication = waiting.find(
        (one) => !one.taken.has(server) && (one.entry === undefined || one.entry === entry),
      );
      if (!publication) {
        const unknown = { from: null, taken: new Set<ServerName>(), arrivals: 0 };
        publication = { ...unknown, message: newMessage(), channel, acceptedAt: t };
        if (entry !== undefined) publication.entry = entry;
        byPayload.set(key, pushBounded(waiting, publication));
      }
      publication.taken.add(server);
      publication.arrivals += 1;
      endIfComplete(publication);
      return { message: publication.message, own: publication.from === server };
    },
    subscribed(server: ServerName, raw: Raw<"subscribed">): void {
      subscriptions[server].set(raw.text, raw);
      for (const same of byPayload.values()) {
        for (const publication of same) if (isBefore(publication, raw)) publication.taken.add(server);
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

/** Every connection that Redis counted has got it, so nobody else will. */
function endIfComplete(publication: Publication): void {
  if (publication.arrivals >= (publication.receivers ?? Number.POSITIVE_INFINITY)) takenByAll(publication);
}

function takenByAll({ taken }: Publication): void {
  for (const name of serverNames) taken.add(name);
}
