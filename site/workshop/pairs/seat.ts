// The lab of a pair as this browser's lab, while its learner is the guest. Pages with a lab go there by themselves.
import { ApiFailure, api } from "../../lab/live/api-client.ts";
import { isKey, type LabKey } from "../../lab/live/which-lab/lab-key.ts";
import { forget, load, save } from "../../storage.ts";

/** Ends the browser's own lab, which it doesn't need now. @param lab Null while the owner has none. */
export function saveSeat(lab: LabKey | null): void {
  const before = load("lab", isKey);
  const seat = { id: lab?.id ?? "", token: lab?.token ?? "", isSeat: true };
  if (before?.isSeat && before.id === seat.id && before.token === seat.token) return;
  save("lab", seat);
  if (before && !before.isSeat) close(before);
}

export function leaveSeat(): void {
  if (load("lab", isKey)?.isSeat) forget("lab");
}

/** The lab that this browser opened; null without one. */
export function ownLab(): LabKey | null {
  const lab = load("lab", isKey);
  return lab && !lab.isSeat ? lab : null;
}

function close(own: LabKey): void {
  api.close(own).catch((error: unknown) => {
    if (!(error instanceof ApiFailure)) throw error; // it has ended already
  });
}
