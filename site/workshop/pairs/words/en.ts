// English for two learners at one lab.
import type { PairEnd, PairRefusal } from "../../../../servers/protocol-pairs.ts";

/** A name isn't known while its owner isn't back after a restart. */
const someone = (name: string | null) => name ?? "Your neighbour";

export const words = {
  about:
    "Two of you can work in one lab: each with your own clients, and what one completes counts for both.",
  show: "Show a code for my lab",
  code: "The code for your lab",
  share: "Tell it to your neighbour, or send the link. It’s good for ten minutes and for one person.",
  copy: "Copy the link",
  copied: "Copied",
  takeBack: "Take it back",
  type: "Or type the code that somebody shows you",
  ask: "Ask to sit there",
  asking: (host: string) => `Waiting for ${host} to say yes …`,
  asked: (guest: string) => `${guest} wants to sit at your lab. You can both change everything in it then.`,
  yes: "Yes",
  no: "No",
  hosts: (guest: string | null) =>
    `${someone(guest)} sits at your lab. You can both change everything in it.`,
  sits: (host: string | null) =>
    host === null ? "You sit at your neighbour’s lab." : `You sit at ${host}’s lab.`,
  both: "You can both change everything in it, and what one completes counts for both.",
  noLab: (host: string | null) =>
    `${someone(host)} has no lab right now. You’re at the next one by yourself.`,
  end: "End the pair",
  leave: "Leave, with a lab of my own",
  ended: ({ why, name }: PairEnd) =>
    ({
      declined: `${someone(name)} didn’t let you in.`,
      unanswered: `${someone(name)} didn’t respond in two minutes. Ask for a new code.`,
      left: `${someone(name)} has left. The lab is yours alone again.`,
      ended: `${someone(name)} has ended the pair. You have a lab of your own again.`,
      removed: `The instructor took ${name ?? "your neighbour"} off the list, so the pair is over.`,
    })[why],
  refused: {
    wrong: "There is no lab with this code. Check it with its owner.",
    expired: "This code is no longer good. Ask for a new one.",
    taken: "Somebody else uses this code. A lab is for two: ask for another code, or sit somewhere else.",
    own: "This is the code for your own lab. Somebody else has to type it.",
    away: "The owner of this lab isn’t here right now.",
    paired: "You’re part of a pair already. Leave it first.",
    "no-lab": "You have no lab yet. Open a lesson, and try again when its lab is there.",
    rate: "Too many wrong codes came from your network just now. Wait a minute, then try again.",
  } satisfies Record<PairRefusal, string>,
};

export type PairWords = typeof words;
