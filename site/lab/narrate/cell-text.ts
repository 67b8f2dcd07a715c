// What one message brought a client, in words.

import type { Words } from "../context.ts";
import type { Cell } from "../derive/matrix.ts";
import { milliseconds } from "../words/milliseconds.ts";

/** @param cell undefined for a client that wasn't connected. */
export function cellText(
  cell: Cell | undefined,
  label: string,
  redisShown: boolean,
  { matrix: say, stage, why }: Words<"matrix" | "stage" | "why">,
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
