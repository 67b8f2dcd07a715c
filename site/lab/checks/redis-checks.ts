// Checks on messages through Redis: published by hand, by a bridge, refused, or lost on the cable.

import { serverNames } from "../../../servers/protocol.ts";
import { hasReceived } from "../derive/result.ts";
import {
  asked,
  type Check,
  heard,
  heardExactly,
  isPublished,
  seen,
  silent,
  verdict,
} from "./building-blocks.ts";

export const redisChecks = {
  /** Published by hand: clients of subscribed servers have it; the others, at least one, don't. */
  "heard-by-subscribers": (outcome, _, words) => {
    const { servers } = outcome.message.world;
    return verdict(
      words.subscribers,
      [outcome.message.foreign, words.notByHand],
      [
        heardExactly(outcome, ({ server }) => servers[server].link !== "none") &&
          heard(outcome).length > 0 &&
          silent(outcome).length > 0,
        words.heardBy(heard(outcome)),
      ],
    );
  },

  "published-before-subscribing": (outcome, { picture }, words) => {
    const { foreign, at, world } = outcome.message;
    const late = serverNames.filter((name) => {
      const { link, linkAt } = picture.servers[name];
      return world.servers[name].link === "none" && link !== "none" && linkAt > at;
    });
    return verdict(
      words.lateByHand,
      [foreign, words.notByHand],
      [late.length > 0, words.notYetSubscribed],
      [
        heardExactly(outcome, ({ server }) => !late.includes(server)) && heard(outcome).length > 0,
        words.heardBy(heard(outcome)),
      ],
    );
  },

  /** A broadcast that no server published: typed into the console, or sent by another program. */
  "everyone-heard-from-outside": (outcome, _, words) =>
    verdict(
      words.fromOutside,
      [
        outcome.message.foreign &&
          seen(outcome, "arrived").some(({ payload }) => payload.kind === "broadcast"),
        words.notByHand,
      ],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
    ),

  /** More connections got it than there are servers: the console is one of them. */
  "console-subscribed-too": (outcome, _, words) => {
    const { servers } = outcome.message.world;
    const linked = serverNames.filter((name) => servers[name].link !== "none").length;
    const receivers = Math.max(0, ...seen(outcome, "accepted").map((event) => event.receivers ?? 0));
    return verdict(
      words.consoleToo(linked + 1),
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
      [receivers === linked + 1, words.receivers(receivers)],
    );
  },

  /** Redis refused the PUBLISH, and the process ended before anyone heard. */
  "died-publishing": (outcome, { notable, picture }, words) => {
    const { server, at } = outcome.message;
    const end = notable.findLast(
      (event) =>
        event.type === "server" && event.server === server && event.state === "crashed" && event.at >= at,
    );
    const isRefused = seen(outcome, "accepted").some(({ error }) => error !== undefined);
    return verdict(
      words.diedPublishing,
      [isPublished(outcome) && isRefused, words.notRefused],
      [end !== undefined, words.serverIs(server, picture.servers[server].state)],
      [heard(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },

  /** Even the sender's own server only delivered it once the message had come back. */
  "everyone-heard-through-redis": (outcome, _, words) => {
    const { trail, server } = outcome.message;
    const arrived = trail.findIndex((event) => event.type === "arrived" && event.server === server);
    const delivered = trail.findIndex((event) => event.type === "delivered" && event.server === server);
    return verdict(
      words.everyoneThroughRedis,
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
      [asked(outcome).some((client) => client.server !== server), words.oneServer],
      [isPublished(outcome) && arrived >= 0 && delivered > arrived, words.notThroughRedis],
    );
  },

  /** The cable of the sender's server lost it, and not even that server's own clients have it. */
  "lost-before-own-clients": (outcome, _, words) => {
    const { server } = outcome.message;
    const isLost = seen(outcome, "dropped").some(
      (event) => event.server === server && event.towards === "redis",
    );
    const near = asked(outcome).filter((client) => client.server === server);
    return verdict(
      words.lostBeforeOwn,
      [isLost, words.notLost],
      [
        heard(outcome).length === 0 && near.every(({ label }) => !hasReceived(outcome.results.get(label))),
        words.heardBy(heard(outcome)),
      ],
    );
  },
} satisfies Record<string, Check>;
