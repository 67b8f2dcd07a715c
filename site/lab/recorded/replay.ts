// A recording as a lab that can be looked at: its state after any of its events, and what its run found. Pure.

import { type Derived, derive, emptyDerived } from "../derive/messages.ts";
import { type Outcome, outcomeOf } from "../derive/outcome.ts";
import { newPicture, type PictureState } from "../derive/picture-state.ts";
import type { AwaitedMessage, ClientPlace, EntryPoint } from "../steps/actions.ts";
import { labelOf } from "../steps/labels.ts";
import { awaitedMessage, findMessage, judgedIndex } from "../steps/run-actions.ts";
import type { Recording } from "./recording.ts";

/** A client of the page that made the recording. */
export interface RecordedClient {
  name: string;
  server: EntryPoint;
  /** The id of its latest connection; empty before the first. */
  id: string;
  formerIds: ReadonlySet<string>;
  connected: boolean;
  refusal: string | undefined;
}

/** The lab before the first event. */
export function openedPicture({ opened }: Pick<Recording, "opened">): PictureState {
  const server = (name: "a" | "b") => ({ ...newPicture.servers[name], ...opened.servers[name] });
  return { ...newPicture, servers: { a: server("a"), b: server("b") } };
}

/** The state after the event `seq`. */
const derivedUpTo = (recording: Recording, seq: number): Derived =>
  derive(
    emptyDerived(openedPicture(recording)),
    recording.events.filter((event) => event.seq <= seq),
  );

/** The page's clients as they are in a state that was derived from the recording, `at` this time on the lab's clock. */
export function clientsOf(
  { setup, notes }: Recording,
  { notable, picture }: Derived,
  at: number,
): RecordedClient[] {
  return (setup.clients ?? []).map(({ name, server }: ClientPlace) => {
    const ids = notable.flatMap((event) =>
      event.type === "connected" && event.client === name ? [event.socket] : [],
    );
    const id = ids.at(-1) ?? "";
    const note = notes.findLast(
      (one) => one.at <= at && (one.is === "refused" || one.is === "let-in") && one.client === name,
    );
    return {
      name,
      server,
      id,
      formerIds: new Set(ids.filter((one) => one !== id)),
      connected: picture.clients.has(id),
      refusal: note?.is === "refused" ? note.why : undefined,
    };
  });
}

/** The message that the run is judged by, before it's been seen; undefined if it sent none. */
export function judgedOf({ run, steps }: Recording): AwaitedMessage | undefined {
  const index = judgedIndex(run) ?? -1;
  const action = run[index];
  return action && awaitedMessage(action, steps[index] ?? 0);
}

/** What the run brought each client, and everything that its check judges. */
export function foundIn(recording: Recording): {
  derived: Derived;
  outcome: Outcome | undefined;
  since: number;
} {
  const derived = derivedUpTo(recording, Number.POSITIVE_INFINITY);
  const clients = clientsOf(recording, derived, recording.ended);
  const lab = { derived, client: (name: string) => clients.find((one) => one.name === name) };
  const judged = judgedOf(recording);
  const message = judged && findMessage(judged, lab);
  const labels = recording.clients.map((name) => labelOf(name, lab));
  const outcome = message && outcomeOf(message, labels, derived.picture, recording.ended);
  return { derived, outcome, since: judged?.since ?? recording.began };
}
