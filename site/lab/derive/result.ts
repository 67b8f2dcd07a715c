// What one message brought to a client.

import type { Reason } from "./reasons.ts";

export type Result =
  | { got: "heard"; ms: number }
  /** The server wrote it; the client has not confirmed. */
  | { got: "delivered" }
  /** An acknowledgement for the client that asked. */
  | { got: "answer" }
  /** Nothing; there's a reason if it should have come. */
  | { got: "nothing"; reason?: Reason };

/** Whether the client got anything at all. */
export const hasReceived = (result: Result | undefined): boolean =>
  result !== undefined && result.got !== "nothing";
