// What the trace says of the last time the app was saved.
import type { Derived } from "../../lab/derive/messages.ts";

export type Save = { is: "running" } | { is: "failed"; place: string; text: string };

/** Returns undefined if it wasn't saved since the trace began, or was started again since with or without its own adapter. */
export function lastSave(notable: Derived["notable"]): Save | undefined {
  const starts = notable.filter((event) => event.type !== "app" || event.during === undefined);
  const last = starts.findLast(
    (event) => event.type === "app" || (event.type === "fault" && event.during === "load"),
  );
  if (last?.type === "fault")
    return { is: "failed", place: last.file ? `${last.file}:${last.line}` : "", text: last.text };
  if (last?.type !== "app") return undefined;
  const before = starts.findLast(
    (event) => event.type === "app" && event.server === last.server && event !== last,
  );
  const wasLeftOut = before?.type === "app" && before.app.isAdapterLeftOut === true;
  return wasLeftOut === (last.app.isAdapterLeftOut === true) ? { is: "running" } : undefined;
}
