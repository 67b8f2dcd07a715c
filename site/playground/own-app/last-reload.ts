// What the trace says of the last time the app was loaded again: it was saved, or its own adapter left out.
import type { Derived } from "../../lab/derive/messages.ts";

export type Reload = { is: "running" } | { is: "failed"; place: string; text: string };

/** Returns undefined if it wasn't since the trace began. */
export function lastReload(notable: Derived["notable"]): Reload | undefined {
  const last = notable.findLast(
    (event) => event.type === "app" || (event.type === "fault" && event.during === "load"),
  );
  if (last?.type === "app") return { is: "running" };
  if (last?.type !== "fault") return undefined;
  return { is: "failed", place: last.file ? `${last.file}:${last.line}` : "", text: last.text };
}
