// Checks on which clients get in through the balancer, and so hear the message.

import type { Traced } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import { asked, type Check, heard, heardExactly, silent, verdict } from "./building-blocks.ts";

/** A refused client tries again within 2 s, so a refusal that counts is no older than this. */
const recentMs = 5_000;

export const balancerChecks = {
  /** A request reached the server that doesn't know its session: its client isn't in, and everyone else heard. */
  "polling-kept-out": (outcome, derived, words) => {
    const { message, results } = outcome;
    const inside = new Set(asked(outcome).map(({ label }) => label));
    const outside = [...results.keys()].filter((label) => !inside.has(label));
    const refused = routed(derived).some(
      ({ status, session, at }) => status === 400 && session !== null && at > message.at - recentMs,
    );
    return verdict(
      words.keptOut,
      [!message.world.sticky && refused, words.notRefusedByBalancer],
      [outside.length > 0, words.everybodyIn],
      [heardExactly(outcome, () => true) && heard(outcome).length > 0, words.heardBy(heard(outcome))],
    );
  },

  "polling-let-in": (outcome, derived, words) => {
    const { message } = outcome;
    const isPolling = asked(outcome).some(({ transport }) => transport === "polling");
    const isRouted = routed(derived).some(({ status, session }) => status === 200 && session !== null);
    return verdict(
      words.letIn,
      [message.world.sticky, words.notSticky],
      [isPolling && isRouted, words.nobodyPolls],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },

  /** The single request that becomes a WebSocket needs no session, so it can go to any server. */
  "websocket-let-in": (outcome, derived, words) => {
    const { message } = outcome;
    const requests = routed(derived).filter(({ at }) => at <= message.at);
    const before = requests.findIndex(({ status }) => status === 400);
    const upgraded = requests.findLastIndex(({ status, session }) => status === null && session === null);
    return verdict(
      words.websocketIn,
      [!message.world.sticky, words.isSticky],
      [before >= 0 && upgraded > before, words.notByWebSocket],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },
} satisfies Record<string, Check>;

function routed({ wireEvents }: Derived): Traced<"routed">[] {
  return wireEvents.filter((event): event is Traced<"routed"> => event.type === "routed");
}
