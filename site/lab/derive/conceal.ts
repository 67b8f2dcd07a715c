// What panels get while the learner searches for a fault: everything that can be observed, and nothing about its cause.
//
//   Derived ──conceal──▶ Derived without states, links, reasons, losses, and what was seen while the lab was being broken
//
// Concealed parts have the same values for every fault, and `isConcealed` says that they mean nothing.

import type { Derived, Message } from "./messages.ts";
import { newPicture, type PictureState, type Server } from "./picture-state.ts";
import type { Pool } from "./pools.ts";

/** The events with which the lab was broken: those after `after`, up to `until`. */
export interface Span {
  after: number;
  /** Default: as long as it takes. */
  until?: number;
}

const server: Server = { ...newPicture.servers.a, state: "running" };
const cable = { state: "up", delayMs: 0 } as const;

/** Events that reveal how the lab's parts are set. */
const settings: ReadonlySet<string> = new Set([
  "server",
  "link",
  "cable",
  "balancer",
  "joined",
  "left",
  "silence",
]);

/** Returns a function that conceals. It returns the same message for the same message, so that nothing is computed twice. */
export function createConcealer({ after, until = Number.POSITIVE_INFINITY }: Span) {
  const known = new WeakMap<Message, Message>();
  const isShown = ({ seq }: { seq: number }) => seq <= after || seq > until;

  function concealMessage(message: Message): Message {
    const before = known.get(message);
    if (before) return before;
    const { untaken, ...rest } = message;
    const concealed: Message = {
      ...rest,
      ...(untaken && { untaken: "concealed" }),
      world: concealPicture(message.world),
      trail: seenOf(message.trail),
    };
    known.set(message, concealed);
    return concealed;
  }

  function concealPool({ sids, last }: Pool): Pool {
    const isReported = last?.what === "connected" || last?.what === "disconnected";
    return { state: server.state, sids, ...(isReported && { last }) };
  }

  return (derived: Derived): Derived => ({
    ...derived,
    picture: concealPicture(derived.picture),
    pools: { a: concealPool(derived.pools.a), b: concealPool(derived.pools.b) },
    messages: new Map([...derived.messages].map(([id, message]) => [id, concealMessage(message)])),
    notable: derived.notable.filter((event) => isShown(event) && !settings.has(event.type)),
    // A server prints its link when it changes.
    logs: derived.logs.filter((line) => isShown(line) && !line.text.startsWith("link: ")),
    wireEvents: derived.wireEvents.filter((event) => isShown(event) && event.type !== "dropped"),
  });
}

function concealPicture(picture: PictureState): PictureState {
  return {
    ...picture,
    servers: { a: server, b: server },
    cables: { a: cable, b: cable },
    sticky: false,
    isConcealed: true,
  };
}

/** The trail without losses. A publication that isn't known to have reached Redis would show the loss by its missing end. */
function seenOf(trail: Message["trail"]): Message["trail"] {
  const isAtRedis = trail.some(
    ({ type }) => type === "accepted" || type === "forwarded" || type === "arrived",
  );
  return trail.filter(
    ({ type }) => type !== "dropped" && type !== "untaken" && (type !== "published" || isAtRedis),
  );
}
