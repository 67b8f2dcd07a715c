// Checks on what a broken or slow cable does to a message.

import type { CableState, Traced } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import { asked, type Check, heard, onlyOwnServer, seen, silent, verdict } from "./building-blocks.ts";

export const cableChecks = {
  /** Redis knows that the other server is gone: there is one receiver, the sender's own server. */
  "published-to-one-closed": (outcome, _, words) => {
    const { cables } = outcome.message.world;
    const other = outcome.message.server === "a" ? "b" : "a";
    const receivers = seen(outcome, "accepted")[0]?.receivers ?? 0;
    return verdict(
      words.oneReceiver,
      [cables[other].state === "close", words.cableIs(cables[other].state)],
      [receivers === 1, words.receivers(receivers)],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** Redis passed it to the other server too, and that server's cable lost it. */
  "handed-over-unheard": (outcome, _, words) => {
    const receivers = seen(outcome, "accepted")[0]?.receivers ?? 0;
    const isLost = seen(outcome, "dropped").some(
      ({ server, towards }) => server !== outcome.message.server && towards === "server",
    );
    return verdict(
      words.handedOver,
      [receivers >= 2, words.receivers(receivers)],
      [isLost, words.notLostThere],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** What waited in the memory of the sender's server was published once its cable was back up. */
  "late-after-cable-up": (outcome, derived, words) => {
    const upAt = cableUpAt(outcome, derived);
    const times = heardAt(outcome);
    const { server } = outcome.message;
    const isLate = asked(outcome).every((client) => {
      const at = times.get(client.socket);
      if (at === undefined || upAt === undefined) return false;
      return client.server === server ? at < upAt : at > upAt;
    });
    return verdict(
      words.lateAfterUp,
      [upAt !== undefined, words.notUpAgain],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
      [isLate, words.notLate],
    );
  },

  "lost-on-own-cable": (outcome, derived, words) => {
    const isLost = seen(outcome, "dropped").some(
      ({ server, towards }) => server === outcome.message.server && towards === "redis",
    );
    return verdict(
      words.lostOnCable,
      [isLost, words.notLost],
      [cableUpAt(outcome, derived) !== undefined, words.notUpAgain],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },

  "delayed-across": (outcome, _, words) => {
    const { server, at, world } = outcome.message;
    const delayMs = world.cables.a.delayMs + world.cables.b.delayMs;
    const times = heardAt(outcome);
    const isDelayed = asked(outcome).every((client) => {
      const tookMs = (times.get(client.socket) ?? at) - at;
      return client.server === server ? tookMs < delayMs : tookMs >= delayMs;
    });
    return verdict(
      words.delayed,
      [delayMs > 0, words.noDelay],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
      [isDelayed, words.notDelayed],
    );
  },

  /** The sender's server lost patience with a silent cable before it was up again, and could publish afterwards. */
  "noticed-silence": (outcome, derived, words) => {
    const { message } = outcome;
    const cable = cableStates(outcome, derived);
    const up = cable.findLast(({ state, at }) => state === "up" && at < message.at);
    const silence = cable.findLast(({ state, at }) => isSilent(state) && at < (up?.at ?? 0));
    const isNoticed = printed(outcome, derived, "Redis connection:").some(
      ({ at }) => silence !== undefined && up !== undefined && at > silence.at && at < up.at,
    );
    return verdict(
      words.noticed,
      [up !== undefined && silence !== undefined, words.notUpAgain],
      [isNoticed, words.notNoticed],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },

  /** Without Redis within reach, the sender's server gave it up instead of keeping it for later. */
  "given-up-while-closed": (outcome, derived, words) => {
    const { message } = outcome;
    const { state } = message.world.cables[message.server];
    const isGivenUp = printed(outcome, derived, "Lost with the Redis connection").some(
      ({ at }) => at > message.at,
    );
    return verdict(
      words.givenUp,
      [state === "close", words.cableIs(state)],
      [cableUpAt(outcome, derived) !== undefined, words.notUpAgain],
      [isGivenUp, words.notGivenUp],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** The adapter waits for Redis' reply, which never comes, before it delivers even to its own clients. */
  "own-server-waits": (outcome, _, words) => {
    const { world, server } = outcome.message;
    return verdict(
      words.waits,
      [world.cables[server].state !== "up", words.cableIs(world.cables[server].state)],
      [seen(outcome, "delivered").length === 0 && heard(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },
} satisfies Record<string, Check>;

const isSilent = (state: CableState["state"]): boolean => state === "blackhole" || state === "stall";

/** What the cable of the sender's server was set to, oldest first. */
const cableStates = ({ message }: Outcome, { notable }: Derived): Traced<"cable">[] =>
  notable.filter(
    (event): event is Traced<"cable"> => event.type === "cable" && event.server === message.server,
  );

/** What the sender's server printed that contains this. */
const printed = ({ message }: Outcome, { logs }: Derived, text: string): Traced<"log">[] =>
  logs.filter((line) => line.server === message.server && line.text.includes(text));

/** When the cable of the sender's server came back up after the message. */
const cableUpAt = (outcome: Outcome, derived: Derived): number | undefined =>
  cableStates(outcome, derived).find(({ state, at }) => state === "up" && at > outcome.message.at)?.at;

/** When each client heard it, or it was written to the client, by socket. */
function heardAt(outcome: Outcome): Map<string, number> {
  const times = new Map<string, number>();
  for (const { sockets, at } of seen(outcome, "delivered"))
    for (const socket of sockets) times.set(socket, at);
  for (const { socket, at } of seen(outcome, "heard")) times.set(socket, at);
  return times;
}
