// Waits for the subscription to a room: with the sharded adapter, a message may be faster.

import type { ServerName } from "../../../servers/protocol.ts";
import type { LabActions } from "./actions.ts";

const subscribedWithinMs = 300;
/** In trace events: a subscription for a room that was just entered is at most this old. */
const subscribedWithin = 40;

/**
 * The sharded adapter subscribes to a room when its server's first client enters it, and a message may be faster. Resolves
 * once it has subscribed.
 */
export async function subscribed(lab: LabActions, room: string): Promise<void> {
  const { seq, picture } = lab.derived;
  const members = [...picture.clients.values()].filter(({ rooms }) => rooms.includes(room));
  const sharded = new Set(
    members.map(({ server }) => server).filter((name) => picture.servers[name].link === "sharded"),
  );
  const isAnnounced = (server: ServerName) =>
    lab.derived.wireEvents.some(
      (event) =>
        event.type === "command" &&
        event.server === server &&
        event.seq > seq - subscribedWithin &&
        event.name === "SSUBSCRIBE" &&
        event.channel === `socket.io#/#${room}#`,
    );
  if (sharded.size) await lab.until(() => [...sharded].every(isAnnounced), subscribedWithinMs);
}
