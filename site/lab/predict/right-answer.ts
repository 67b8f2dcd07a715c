// Trace → the right answer to what an experiment asked. Pure.
import type { Traced } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import { withoutPrimes } from "../steps/labels.ts";
import { type MapOption, type Prediction, timeToken } from "./prediction-kinds.ts";
import { never, noPublish } from "./same-answer.ts";
import type { Seen, TrailPoint } from "./seen.ts";

type Trail = Outcome["message"]["trail"];

/**
 * The right answer, as tokens; undefined while the trace doesn't show it. Who hears it is judged client by client elsewhere: see
 * `Comparison.svelte`.
 * @param outcome undefined if there was no message.
 * @param since what was logged up to this event of the trace doesn't count.
 * @param isOver nothing more will be logged, so that "nothing is printed" can be right.
 */
export function rightAnswer(
  asked: Prediction,
  outcome: Outcome | undefined,
  derived: Derived,
  since = 0,
  isOver = true,
): readonly string[] | undefined {
  const trail = outcome?.message.trail ?? [];
  switch (asked.kind) {
    case "hears":
    case "change":
      return undefined;
    case "receivers":
      return outcome?.message.foreign ? [String(handedOver(trail))] : receivers(trail);
    case "line": {
      const seen = asked.options.findIndex(({ sees }) => sees && isSeen(sees, trail, derived, since));
      const found = seen < 0 && isOver ? asked.options.findIndex(({ sees }) => !sees) : seen;
      return found < 0 ? undefined : [String(found + 1)];
    }
    case "order":
      return order(asked.options.map(({ sees }) => firstAt(sees, trail)));
    case "arrives":
      return outcome && arrival(asked, outcome);
    case "maps":
      return outcome && holding(asked.client, asked.options, outcome);
  }
}

/** When it, or the answer to it, reached the client, whose label in the picture may have primes. */
function arrival(
  { client, withinMs }: Extract<Prediction, { kind: "arrives" }>,
  { message, results }: Outcome,
): readonly string[] | undefined {
  const result = [...results].find(([label]) => withoutPrimes(label) === client)?.[1];
  const took = (ms: number) => [`${timeToken(Math.round(ms))}±${withinMs}`];
  if (result?.got === "heard") return took(result.ms);
  const answer = message.trail.find(({ type }) => type === "acknowledged");
  if (result?.got === "answer" && answer) return took(answer.at - message.at);
  return result?.got === "nothing" ? [never] : undefined;
}

/** Of a `change`: a line that met the check is right, whatever the lesson says; else the one it says is right. */
export function rightChange(
  { options }: Extract<Prediction, { kind: "change" }>,
  said: readonly string[] | null,
  meetsCheck: boolean,
): readonly string[] {
  if (said && meetsCheck) return said;
  return options.flatMap(({ wrong }, index) => {
    const token = String(index + 1);
    return wrong === undefined && !said?.includes(token) ? [token] : [];
  });
}

function receivers(trail: Trail): readonly string[] | undefined {
  const reply = trail.find((event): event is Traced<"accepted"> => event.type === "accepted");
  if (reply) return reply.receivers === null ? undefined : [String(reply.receivers)];
  return trail.some(({ type }) => type === "published") ? undefined : [noPublish];
}

/** How many servers Redis handed it to, for a message that none of them published. */
const handedOver = (trail: Trail): number =>
  new Set(trail.filter(({ type }) => type === "forwarded").map(({ server }) => server)).size;

function isSeen(sees: Seen, trail: Trail, { logs }: Derived, since: number): boolean {
  if ("log" in sees)
    return logs.some(
      ({ seq, server, text }) => seq > since && server === sees.log && text.includes(sees.has),
    );
  const answer = trail.find((event): event is Traced<"acknowledged"> => event.type === "acknowledged");
  if (!answer) return false;
  if ("error" in sees) return answer.error?.message.includes(sees.error) ?? false;
  if ("entries" in sees) return answer.error === undefined && answer.count === sees.entries;
  return answer.error === undefined && answer.text.includes(sees.reply);
}

function firstAt(point: TrailPoint, trail: Trail): number | undefined {
  return trail.find(
    (event) =>
      event.type === point.type &&
      ("client" in point
        ? "client" in event && event.client === point.client
        : event.server === point.server),
  )?.seq;
}

/** The numbers of the options in the order of their events; undefined if one hasn't happened. */
function order(at: readonly (number | undefined)[]): readonly string[] | undefined {
  if (at.includes(undefined)) return undefined;
  const sorted = at
    .map((seq, index) => ({ seq: seq ?? 0, token: index + 1 }))
    .toSorted((a, b) => a.seq - b.seq);
  return [sorted.map(({ token }) => token).join("")];
}

function holding(name: string, options: readonly MapOption[], { message }: Outcome): readonly string[] {
  const client = [...message.world.clients.values()].find(({ label }) => withoutPrimes(label) === name);
  const holds = ({ server, map, room }: MapOption) =>
    client?.server === server && (map !== "rooms" || client.rooms.includes(room ?? ""));
  return options.flatMap((option, index) => (holds(option) ? [String(index + 1)] : []));
}
