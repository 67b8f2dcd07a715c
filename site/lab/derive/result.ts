// What one message brought a client.

import type { Reason } from "./reasons.ts";

export type Result =
  | { got: "heard"; ms: number }
  /** The server wrote it; the client has not confirmed. */
  | { got: "delivered" }
  /** An acknowledgement, to the one who asked. */
  | { got: "answer" }
  /** Nothing; the reason is there when it ought to have come. */
  | { got: "nothing"; reason?: Reason };

/** Whether anything at all came to this client. */
export const hasGot = (result: Result | undefined): boolean =>
  result !== undefined && result.got !== "nothing";
