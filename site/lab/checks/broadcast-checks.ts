// Checks on plain broadcasts: which clients heard, and on which server they were.

import { serverNames } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import { hasReceived } from "../derive/result.ts";
import {
  asked,
  type Check,
  connections,
  heard,
  isPublished,
  onlyOwnServer,
  silent,
  verdict,
} from "./building-blocks.ts";

export const broadcastChecks = {
  "everyone-heard": (outcome, _, words) =>
    verdict(words.everyone, [silent(outcome).length === 0, words.heardBy(heard(outcome))]),

  "nobody-heard": (outcome, _, words) =>
    verdict(words.nobody, [heard(outcome).length === 0, words.heardBy(heard(outcome))]),

  "only-own-server-heard": (outcome, _, words) =>
    verdict(words.ownServer, [onlyOwnServer(outcome), words.heardBy(heard(outcome))]),

  "everyone-heard-over-polling": (outcome, _, words) => {
    const { message } = outcome;
    const transport = message.world.clients.get(message.socket)?.transport ?? "?";
    const isEveryone = silent(outcome).length === 0;
    return verdict(
      isEveryone ? words.overPolling : words.everyone,
      [isEveryone, words.heardBy(heard(outcome))],
      [transport === "polling", words.transport(transport)],
    );
  },

  "still-silent-after-reconnect": (outcome, { notable }, words) => {
    const { message } = outcome;
    const isAnew = asked(outcome)
      .filter(({ server }) => server !== message.server)
      .some(({ socket, label }) =>
        notable.some(
          (event) =>
            event.type === "disconnected" &&
            event.client === label &&
            event.socket !== socket &&
            event.at < message.at,
        ),
      );
    const isSilent = onlyOwnServer(outcome);
    return verdict(
      isSilent ? words.reconnected : words.ownServer,
      [isSilent, words.heardBy(heard(outcome))],
      [isAnew, words.notReconnected],
    );
  },

  /** A client moved to the sender's server while the sender stayed, and hears it now. */
  "heard-after-moving": (outcome, derived, words) => {
    const { message } = outcome;
    const moved = asked(outcome).filter(
      ({ label, server }) =>
        server === message.server &&
        visited(label, outcome, derived).some((before) => before !== message.server) &&
        hasReceived(outcome.results.get(label)),
    );
    return verdict(
      words.movedHere,
      [moved.length > 0, words.notMoved],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** A client moved away from the sender's server while the sender stayed, and hears nothing now. */
  "deaf-after-moving": (outcome, derived, words) => {
    const { message } = outcome;
    const moved = asked(outcome).filter(
      ({ label, server }) =>
        server !== message.server &&
        visited(label, outcome, derived).includes(message.server) &&
        !hasReceived(outcome.results.get(label)),
    );
    return verdict(
      words.movedAway,
      [moved.length > 0, words.notMoved],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },

  "published-unheard": (outcome, _, words) =>
    verdict(
      words.published,
      [isPublished(outcome), words.notPublished],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    ),

  "never-published": (outcome, _, words) =>
    verdict(
      words.neverPublished,
      [!isPublished(outcome), words.wasPublished],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    ),

  "missed-before-subscribing": (outcome, { picture }, words) => {
    const { message } = outcome;
    const isLate = serverNames.some((name) => {
      const { link, linkAt } = picture.servers[name];
      return name !== message.server && link !== "none" && linkAt > message.at;
    });
    return verdict(
      words.lateSubscriber,
      [isLate, words.notYetSubscribed],
      [onlyOwnServer(outcome), words.heardBy(heard(outcome))],
    );
  },
} satisfies Record<string, Check>;

/** The servers a client has been on since the sender reached its current one. */
function visited(label: string, outcome: Outcome, derived: Derived): string[] {
  const { message } = outcome;
  const came = connections(message.client, derived, outcome).findLast(
    ({ socket }) => socket === message.socket,
  );
  return connections(label, derived, outcome)
    .filter(({ seq }) => came !== undefined && seq > came.seq)
    .map(({ server }) => server);
}
