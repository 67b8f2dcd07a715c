// One message's path in words, step by step.

import { visible } from "../../visible-text.ts";
import type { Words } from "../context.ts";
import { ignoresOwn } from "../derive/link-behaviour.ts";
import type { Message } from "../derive/messages.ts";

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

export function trailText(step: Step, { world }: Message, { trail: say, cables }: Words<"trail">): string {
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
      return ignoresOwn(step.own, world.servers[step.server].link)
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
