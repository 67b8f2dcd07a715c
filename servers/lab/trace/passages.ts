// Which publication each server gets from Redis: the same bytes on the same channel, in the same order.
//
//   A published ─channel, print─▶ way ─▶ forwarded to A, to B
//
// A server gets no publication that Redis had taken before the server asked to subscribe, and none that was lost or refused.
// The next of the same bytes is another one.
import { type ServerName, serverNames } from "../../protocol.ts";
import { matches } from "../../redis/broker/glob.ts";
import type { RawObservation } from "../process-protocol.ts";
import { createMemory, remember } from "./bounded.ts";

type Raw<T extends RawObservation["type"]> = Extract<RawObservation, { type: T }>;

/** A payload on its way through Redis. */
interface Way {
  message: string;
  from: ServerName | null;
  channel: string;
  /** The servers that have got it, or never will. */
  taken: Set<ServerName>;
  /** When Redis' answer came. */
  acceptedAt?: number;
  /** Its id in a stream, once it is known. */
  entry?: string;
}

/** `newMessage` names what nobody in this lab published. */
export function createPassages(newMessage: () => string) {
  const onWay = createMemory<Way[]>(); // channel and print → who still waits for it
  const publications = createMemory<Way>();
  /** When each server last asked for a channel or pattern. */
  const subscriptions = {
    a: createMemory<Raw<"subscribed">>(maxSubscriptions),
    b: createMemory<Raw<"subscribed">>(maxSubscriptions),
  };

  /** Whether Redis had taken it when the server asked to subscribe. */
  const isBefore = ({ channel, acceptedAt }: Way, subscribed: Raw<"subscribed">): boolean =>
    acceptedAt !== undefined && acceptedAt < subscribed.askedAt && covers(subscribed, channel);

  return {
    published(from: ServerName, message: string, { channel, print, publication }: Raw<"published">): void {
      const way: Way = { message, from, channel, taken: new Set() };
      const key = keyOf(channel, print);
      onWay.set(key, remember(onWay.get(key) ?? [], way));
      publications.set(publication, way);
    },
    /** Returns the message whose publication Redis answered. */
    accepted({ t, publication, receivers, error, entry }: Raw<"accepted">): string | undefined {
      const way = publications.get(publication);
      if (!way) return undefined;
      way.acceptedAt = t;
      if (entry !== undefined) way.entry = entry;
      if (error !== null || receivers === 0) takenByAll(way);
      for (const name of serverNames) {
        for (const one of subscriptions[name].values()) if (isBefore(way, one)) way.taken.add(name);
      }
      return way.message;
    },
    /** Returns the message whose publication the cable lost, unless it was on its way to a server. */
    lost(passing: string): string | undefined {
      const way = publications.get(passing);
      if (way) takenByAll(way);
      return way?.message;
    },
    /** Returns which message this is, and whether the server published it itself. */
    forwarded(server: ServerName, raw: Raw<"forwarded">): { message: string; own: boolean } {
      const { t, channel, print, entry } = raw;
      const key = keyOf(channel, print);
      const waiting = onWay.get(key) ?? [];
      let way = waiting.find(
        (one) => !one.taken.has(server) && (one.entry === undefined || one.entry === entry),
      );
      if (!way) {
        way = { message: newMessage(), from: null, channel, taken: new Set(), acceptedAt: t };
        if (entry !== undefined) way.entry = entry;
        onWay.set(key, remember(waiting, way));
      }
      way.taken.add(server);
      return { message: way.message, own: way.from === server };
    },
    subscribed(server: ServerName, raw: Raw<"subscribed">): void {
      subscriptions[server].delete(raw.text);
      subscriptions[server].set(raw.text, raw);
      for (const ways of onWay.values()) {
        for (const way of ways) if (isBefore(way, raw)) way.taken.add(server);
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

function takenByAll({ taken }: Way): void {
  for (const name of serverNames) taken.add(name);
}
