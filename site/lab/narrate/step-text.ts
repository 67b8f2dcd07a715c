// What one action of a run does, in words.

import type { Words } from "../context.ts";
import { lineOf } from "../prompt/command-line.ts";
import { type Action, argsOf } from "../steps/actions.ts";

/** Returns half a sentence; what is typed stands between backticks. `labelOf` is what the picture calls a client. */
export function stepText(
  action: Action,
  words: Words<"does" | "links">,
  labelOf: (name: string) => string,
): string {
  const { does } = words;
  if ("client" in action) return does.type(labelOf(action.client), lineFor(action));
  if ("link" in action && action.link === "adapter") return does.adapter(action.server);
  if ("link" in action) return does.link(action.server, words.links[action.link]);
  if ("server" in action) return does.power(action.server, action.do);
  if ("cable" in action) return does.cable(action.cable, action.state, action.delayMs);
  if ("balancer" in action) return does.balancer(action.balancer.sticky);
  if ("waitMs" in action) return does.wait(action.waitMs);
  return does.redis(action.redis);
}

/** What one would type in a client's terminal to do this. */
export function lineFor(action: Extract<Action, { client: string }>): string {
  if ("event" in action) return lineOf(action.event, argsOf(action), action.ack);
  if ("room" in action) return `${action.do} ${action.room}`;
  return "transport" in action ? `transport ${action.transport}` : action.do;
}
