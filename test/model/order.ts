// What holds for any trace: numbered without gaps, cause before effect.
import type { TraceEvent } from "../../servers/protocol.ts";

/** What is wrong with the order of these events, the first of which must be number `first`; empty if nothing is. */
export function orderProblems(events: readonly TraceEvent[], first: number): string[] {
  return [...gaps(events, first), ...effectsBeforeCauses(events)];
}

function gaps(events: readonly TraceEvent[], first: number): string[] {
  return events.flatMap(({ seq }, index) =>
    seq === first + index ? [] : [`${seq} where ${first + index} belongs`],
  );
}

/** For one message: sent, received, published, forwarded, and at each server forwarded, arrived, delivered. */
function effectsBeforeCauses(events: readonly TraceEvent[]): string[] {
  const places = new Map<string, number>();
  for (const event of events) {
    if (!("message" in event)) continue;
    const place = `${event.message} ${event.type} ${event.server}`;
    if (!places.has(place)) places.set(place, event.seq);
  }
  const wrong: string[] = [];
  const before = (earlier: string, later: string) => {
    const [one, other] = [places.get(earlier), places.get(later)];
    if (one !== undefined && other !== undefined && one > other) wrong.push(`${later} before ${earlier}`);
  };
  for (const event of events) {
    if (event.type !== "sent") continue;
    const { message, server } = event;
    before(`${message} sent ${server}`, `${message} received ${server}`);
    before(`${message} received ${server}`, `${message} published ${server}`);
    before(`${message} received ${server}`, `${message} delivered ${server}`);
    before(`${message} published ${server}`, `${message} accepted ${server}`);
    for (const other of ["a", "b"]) {
      before(`${message} published ${server}`, `${message} forwarded ${other}`);
      before(`${message} forwarded ${other}`, `${message} arrived ${other}`);
      if (other !== server) before(`${message} arrived ${other}`, `${message} delivered ${other}`);
    }
  }
  return wrong;
}
