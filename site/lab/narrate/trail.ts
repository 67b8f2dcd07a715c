// The way of one message in words, step by step, and what it brought a client.

import { visible } from "../../visible-text.ts";
import { passesOver } from "../derive/link-behaviour.ts";
import type { Cell } from "../derive/matrix.ts";
import type { Message } from "../derive/messages.ts";
import type { LabWords } from "../words/en/words.ts";
import { milliseconds } from "../words/milliseconds.ts";

type Step = Message["trail"][number];

/** What was observed of a message, in order. Client and wire may both have seen it leave; it's listed once. */
export function trailOf({ trail }: Message): Step[] {
  const isOnly = (step: Step) => trail.every((other) => other === step || other.type !== "sent");
  return trail
    .filter((step) => step.type !== "sent" || step.by === "client" || isOnly(step))
    .sort((one, two) => one.at - two.at || one.seq - two.seq);
}

/** The command that a server wrote to Redis; undefined for every other step. */
export const commandOf = (step: Step): string | undefined =>
  step.type === "published" ? `${step.command} ${visible(step.channel)}` : undefined;

export function trailText(step: Step, { world }: Message, { trail: say, cables }: LabWords): string {
  const labelOf = (socket: string, name: string) => world.clients.get(socket)?.label ?? name;
  switch (step.type) {
    case "sent":
      return say.sent(labelOf(step.socket, step.client));
    case "untaken":
      return say.untaken(step.server, step.why);
    case "received":
      return step.unhandled ? say.unhandled(step.server) : say.received(step.server);
    case "published":
      return say.published(step.server, step.bytes);
    case "accepted":
      return step.error === undefined ? say.accepted(step.receivers ?? 0) : say.refused(visible(step.error));
    case "forwarded":
      return say.forwarded(step.server);
    case "arrived":
      return passesOver(step.own, world.servers[step.server].link)
        ? say.own(step.server)
        : say.arrived(step.server);
    case "dropped":
      return say.dropped(step.server, cables[step.state]);
    case "delivered":
      return say.delivered(step.server, step.sockets.length);
    case "heard":
      return say.heard(labelOf(step.socket, step.client));
    case "acknowledged":
      return say.acknowledged(labelOf(step.socket, step.client));
    case "unanswered":
      return say.unanswered(labelOf(step.socket, step.client));
  }
}

/** @param cell undefined for a client that wasn't connected. */
export function cellText(
  cell: Cell | undefined,
  label: string,
  redisShown: boolean,
  { matrix: say, stage, why }: LabWords,
): string {
  if (!cell) return say.notConnected(label);
  switch (cell.kind) {
    case "heard":
      return say.heard(label, milliseconds(cell.ms));
    case "delivered":
      return say.delivered(label, milliseconds(cell.ms));
    case "waiting":
      return cell.on ? stage.notYet(cell.on) : say.waiting(label);
    case "missing":
      return say.missing(label, why(cell.reason, redisShown));
    case "answered":
      return say.answered(label, milliseconds(cell.ms));
    case "not-expected":
      if (cell.why === "not-for-it") return say.notForIt(label);
      if (cell.why === "not-recorded") return say.notRecorded(label);
      return cell.why === "not-in-room" ? say.notInRoom(label) : say.notConnected(label);
  }
}
