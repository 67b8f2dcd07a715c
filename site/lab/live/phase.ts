// The phases of the page's lab, from before it is opened until it has ended.
import type { ApiFailure } from "./api-client.ts";

export type Phase =
  | { is: "idle" }
  | { is: "opening" }
  | { is: "live" }
  /** The page plays recordings and doesn't need a gateway. */
  | { is: "recorded" }
  /** The gateway can't be reached; the page keeps trying. `isOffline`: this device has no network. */
  | { is: "away"; isOffline: boolean }
  /** The lab that somebody else opened and this page showed has ended. */
  | { is: "visit-ended" }
  /** The learner is a guest at a lab that has ended, and its owner has no other yet. */
  | { is: "no-seat" }
  /** This page's lab has ended, and the next press opens another. */
  | { is: "ended" }
  /** All labs are in use, too many were opened from here, or none can be started now; the page keeps trying. */
  | { is: "full" | "rate" | "unavailable" };

/** The phase after the gateway refused to open or find a lab. */
export function phaseAfter(code: ApiFailure["code"]): Phase {
  if (code === "capacity") return { is: "full" };
  if (code === "rate" || code === "unavailable") return { is: code };
  return { is: "away", isOffline: !navigator.onLine };
}
