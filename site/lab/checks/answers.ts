// Checks on requests to a server: the answer, and that no other client receives anything.

import type { Outcome } from "../derive/outcome.ts";
import { asked, type Check, heard, seen, verdict } from "./judging.ts";

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

const answerOf = (outcome: Outcome) => seen(outcome, "acknowledged")[0];

function isForSenderAlone(outcome: Outcome): boolean {
  const got = heard(outcome);
  return got.length === 1 && got[0] === outcome.message.client && asked(outcome).length > 0;
}
