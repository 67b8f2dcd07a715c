// Breaks B's cable, sends a message from β and one from α, and repairs the cable: what became of both messages.
import type { Message } from "../derive/messages.ts";
import type { LabActions } from "../steps/actions.ts";
import { labelOf } from "../steps/labels.ts";
import { runActions } from "../steps/run-actions.ts";
import type { Delivery, OutageState, Outcomes } from "./outages.ts";

/** A late message arrives within this time after the cable is up again. */
const lateMs = 6_000;

/** Resolves to undefined if the lab refused a step. The lab has to be set up first. */
export async function tryOutage(lab: LabActions, state: OutageState): Promise<Outcomes | undefined> {
  const { seq } = lab.derived;
  const { done } = await runActions(
    [
      { cable: "b", state },
      { client: "β", event: "message", data: "from B" },
      { client: "α", event: "message", data: "from A" },
      { cable: "b", state: "up" },
    ],
    lab,
  );
  if (!done) return undefined;
  const upSeq =
    lab.derived.notable.findLast((event) => event.type === "cable" && event.server === "b")?.seq ?? 0;
  const delivery = (from: string, to: string): Delivery => {
    const said = [...lab.derived.messages.values()].find(
      ({ client, trail }) => client === labelOf(from, lab) && (trail[0]?.seq ?? 0) > seq,
    );
    return deliveryOf(said, labelOf(to, lab), upSeq);
  };
  const outcomes = (): Outcomes => ({
    own: delivery("β", "β"),
    out: delivery("β", "α"),
    in: delivery("α", "β"),
  });
  await lab.until(() => !Object.values(outcomes()).includes("lost"), lateMs);
  return outcomes();
}

/** `upSeq` is the trace event with which the cable was up again. */
function deliveryOf(message: Message | undefined, label: string, upSeq: number): Delivery {
  const heard = message?.trail.find((event) => event.type === "heard" && event.client === label);
  if (!heard) return "lost";
  return heard.seq < upSeq ? "at-once" : "late";
}
