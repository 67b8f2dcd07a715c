// Checks on requests to a server: the answer, and that no other client receives anything.

import { serverNames } from "../../../servers/protocol.ts";
import type { Outcome } from "../derive/outcome.ts";
import { asked, type Check, heard, seen, verdict } from "./building-blocks.ts";

/** The adapter gives up on a request to the other servers after 5 s. */
const longMs = 4_000;

export const answerChecks = {
  "only-sender-answered": (outcome, _, words) => {
    return verdict(
      words.answered,
      [answerOf(outcome) !== undefined, words.notAnswered],
      [isForSenderAlone(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** The list has every connected client, on either server. */
  "answer-names-everyone": (outcome, _, words) => {
    const answer = answerOf(outcome);
    const named = new Set(answer?.sockets);
    const { clients } = outcome.message.world;
    const servers = new Set([...clients.values()].map(({ server }) => server));
    return verdict(
      words.namesEveryone,
      [answer !== undefined, words.notAnswered],
      [[...clients.keys()].every((socket) => named.has(socket)), words.leftOut],
      [servers.size > 1, words.oneServer],
      [isForSenderAlone(outcome), words.heardBy(heard(outcome))],
    );
  },

  "answer-timed-out": (outcome, _, words) => {
    const answer = answerOf(outcome);
    const { at, takenAt = at } = outcome.message;
    const tookMs = (answer?.at ?? 0) - takenAt;
    return verdict(
      words.timedOut,
      [answer !== undefined, words.notAnswered],
      [answer?.error !== undefined && tookMs >= longMs, words.answeredInTime],
      [isForSenderAlone(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** An answer without an error that only has the clients of the server that was asked, although others are connected. */
  "answer-left-out-server": (outcome, _, words) => {
    const answer = answerOf(outcome);
    const named = new Set(answer?.sockets);
    const { server } = outcome.message;
    const clients = [...outcome.message.world.clients.values()];
    const here = clients.filter((client) => client.server === server);
    const there = clients.filter((client) => client.server !== server);
    const names = ({ socket }: { socket: string }) => named.has(socket);
    return verdict(
      words.leavesOut,
      [answer !== undefined, words.notAnswered],
      [answer?.error === undefined && here.every(names), words.answeredError],
      [there.length > 0 && !there.some(names), words.namesOthers],
      [isForSenderAlone(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** A question to the clients of a room succeeds without an answer, as its members are on the other server. */
  "room-asked-in-vain": (outcome, _, words) => {
    const answer = answerOf(outcome);
    return verdict(
      words.askedInVain,
      [answer !== undefined, words.notAnswered],
      [answer?.error === undefined && answer?.count === 0, words.answersCame],
      [outcome.message.event === "room:ask" && elsewhere(outcome) > 0, words.nobodyElsewhere],
      [isForSenderAlone(outcome), words.heardBy(heard(outcome))],
    );
  },

  /** A question to the clients of a room is answered by those of the other server too. */
  "room-asked-across": (outcome, _, words) => {
    const answer = answerOf(outcome);
    const all = [...outcome.message.world.clients.values()];
    const count = all.filter(({ rooms }) => rooms.includes(roomAsked(outcome))).length;
    return verdict(
      words.askedAcross,
      [answer !== undefined, words.notAnswered],
      [answer?.error === undefined && answer?.count === count, words.answersLack],
      [outcome.message.event === "room:ask" && elsewhere(outcome) > 0, words.nobodyElsewhere],
    );
  },

  /** A question gets a reply from each other server, and no client hears of it. */
  "other-servers-answered": (outcome, _, words) => {
    const answer = answerOf(outcome);
    return verdict(
      words.serversAnswered,
      [answer !== undefined, words.notAnswered],
      [answer?.error === undefined && answer?.count === serverNames.length - 1, words.answersLack],
      [isForSenderAlone(outcome), words.heardBy(heard(outcome))],
    );
  },

  "question-unanswered": (outcome, _, words) => {
    const isAsked = seen(outcome, "received").some(({ wantsAck }) => wantsAck);
    return verdict(
      words.unanswered,
      [isAsked, words.notAsked],
      [answerOf(outcome) === undefined, words.wasAnswered],
      [heard(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },
} satisfies Record<string, Check>;

/** The room that `room:ask` names; its text is a quoted string. */
const roomAsked = ({ message }: Outcome): string => message.text.replace(/^"|"$/g, "");

/** How many members of the room that was asked are on the other server. */
function elsewhere(outcome: Outcome): number {
  const { world, server } = outcome.message;
  const room = roomAsked(outcome);
  return [...world.clients.values()].filter((one) => one.server !== server && one.rooms.includes(room))
    .length;
}

const answerOf = (outcome: Outcome) => seen(outcome, "acknowledged")[0];

function isForSenderAlone(outcome: Outcome): boolean {
  const got = heard(outcome);
  return got.length === 1 && got[0] === outcome.message.client && asked(outcome).length > 0;
}
