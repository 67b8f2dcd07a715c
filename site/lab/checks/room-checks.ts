// Checks on messages to a room: its members heard, and nobody else.

import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import type { Client } from "../derive/picture-state.ts";
import { asked, type Check, heard, heardExactly, seen, verdict, type Words } from "./building-blocks.ts";

export const roomChecks = {
  /** The sender is in the room, and at least one client isn't. */
  "room-heard": (outcome, _, words) =>
    verdict(words.room, ...roomAlone(outcome, words), [
      isMember(senderOf(outcome), outcome),
      words.senderOutside,
    ]),

  /** The sender is in the room, and is the only member that didn't hear. */
  "room-heard-but-sender": (outcome, _, words) =>
    verdict(
      words.roomButSender,
      [isMember(senderOf(outcome), outcome), words.senderOutside],
      [
        members(outcome).length > 1 &&
          heardExactly(
            outcome,
            (client) => isMember(client, outcome) && client.socket !== outcome.message.socket,
          ),
        words.heardBy(heard(outcome)),
      ],
    ),

  /** A member on the other server heard nothing: Redis passed the message to the sender's server only. */
  "missed-in-deaf-window": (outcome, _, words) => {
    const { server } = outcome.message;
    const receivers = seen(outcome, "accepted")[0]?.receivers ?? 0;
    return verdict(
      words.deafWindow,
      [members(outcome).some((member) => member.server !== server), words.roomOnOneServer],
      [receivers === 1, words.receivers(receivers)],
      [
        heardExactly(outcome, (client) => isMember(client, outcome) && client.server === server),
        words.heardBy(heard(outcome)),
      ],
    );
  },

  "room-heard-from-outside": (outcome, _, words) =>
    verdict(words.roomFromOutside, ...roomAlone(outcome, words), [
      !isMember(senderOf(outcome), outcome),
      words.senderInside,
    ]),

  /** A client was in the room, reconnected, and is no longer in it. */
  "room-forgotten-after-reconnect": (outcome, derived, words) =>
    verdict(
      words.roomForgotten,
      [asked(outcome).some((client) => hasForgotten(client, outcome, derived)), words.notForgotten],
      ...roomAlone(outcome, words),
    ),

  "room-heard-across": (outcome, _, words) => {
    const servers = new Set(members(outcome).map(({ server }) => server));
    return verdict(words.roomAcross, ...roomAlone(outcome, words), [servers.size > 1, words.roomOnOneServer]);
  },

  /** Everybody outside the room heard, on both servers, and nobody in it. */
  "except-heard-across": (outcome, _, words) => {
    const { message } = outcome;
    const isOut = ({ rooms }: Client) => !rooms.includes(roomNamed(message.text));
    const out = asked(outcome).filter(isOut);
    return verdict(
      words.exceptAcross,
      [message.event === "room:except", words.notExcept],
      [heardExactly(outcome, isOut), words.heardBy(heard(outcome))],
      [new Set(out.map(({ server }) => server)).size > 1, words.roomOnOneServer],
    );
  },

  /** Clients were put into a room, and it was sent a message at once: those on the other server heard it, those on the sender's didn't. */
  "gathered-elsewhere": (outcome, _, words) => {
    const { message } = outcome;
    const isElsewhere = ({ server }: Client) => server !== message.server;
    return verdict(
      words.gatheredElsewhere,
      [message.event === "room:gather", words.notGathered],
      [heardExactly(outcome, isElsewhere) && heard(outcome).length > 0, words.heardBy(heard(outcome))],
    );
  },

  /** The other server got it anyway, and had nobody to deliver it to. */
  "arrived-unneeded": (outcome, _, words) => {
    const { server } = outcome.message;
    const arrived = seen(outcome, "arrived").filter((event) => event.server !== server);
    const delivered = seen(outcome, "delivered").filter((event) => event.server !== server);
    return verdict(
      words.unneeded,
      ...roomAlone(outcome, words),
      [members(outcome).every((member) => member.server === server), words.roomElsewhere],
      [arrived.length > 0 && delivered.length === 0, words.notArrived],
    );
  },

  /** Redis passed it to the sender's server only: the other one has nobody in the room. */
  "never-told": (outcome, _, words) => {
    const { server } = outcome.message;
    const receivers = seen(outcome, "accepted")[0]?.receivers ?? 0;
    const came = seen(outcome, "forwarded").some((event) => event.server !== server);
    return verdict(
      words.neverTold,
      ...roomAlone(outcome, words),
      [members(outcome).every((member) => member.server === server), words.roomElsewhere],
      [receivers === 1 && !came, words.receivers(receivers)],
    );
  },
} satisfies Record<string, Check>;

/** Its members heard it, and nobody else. There is at least one of each. */
function roomAlone(outcome: Outcome, words: Words): [boolean, string][] {
  return [
    [outcome.message.room !== undefined, words.notToRoom],
    [
      heardExactly(outcome, (client) => isMember(client, outcome)) &&
        members(outcome).length > 0 &&
        members(outcome).length < asked(outcome).length,
      words.heardBy(heard(outcome)),
    ],
  ];
}

function members(outcome: Outcome): Client[] {
  return asked(outcome).filter((client) => isMember(client, outcome));
}

function isMember(client: Client | undefined, { message: { room } }: Outcome): boolean {
  return room !== undefined && client?.rooms.includes(room) === true;
}

const senderOf = ({ message }: Outcome) => message.world.clients.get(message.socket);

function hasForgotten(client: Client, outcome: Outcome, { notable }: Derived): boolean {
  const { room, at } = outcome.message;
  if (isMember(client, outcome)) return false;
  return notable.some(
    (event) =>
      event.type === "disconnected" &&
      event.client === client.label &&
      event.socket !== client.socket &&
      event.at < at &&
      notable.some((one) => one.type === "joined" && one.socket === event.socket && one.room === room),
  );
}

/** The room in the text of an event that names one, e.g. `{"room":"tea","data":"hi"}`. */
const roomNamed = (text: string): string => /"room":"([^"]*)"/.exec(text)?.[1] ?? "";
