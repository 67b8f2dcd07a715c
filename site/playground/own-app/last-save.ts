// What the trace says of the last time the app was saved.
import type { Derived } from "../../lab/derive/messages.ts";

export type Save = { is: "running" } | { is: "failed"; place: string; text: string };

/** Returns undefined if the app wasn't saved since the trace began. */
export function lastSave(notable: Derived["notable"]): Save | undefined {
  const last = notable.findLast(
    (event) => event.type === "app" || (event.type === "fault" && event.during === "load"),
  );
  if (last?.type === "app") return { is: "running" };
  if (last?.type !== "fault") return undefined;
  return { is: "failed", place: last.file ? `${last.file}:${last.line}` : "", text: last.text };
}
