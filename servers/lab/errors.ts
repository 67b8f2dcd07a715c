// Expected failures: what a caller did or asked that cannot be. Anything else that throws is a bug.
import type { ApiErrorCode } from "../protocol.ts";

/** `message` says what was expected, what came, and what to do. */
export class LabError extends Error {
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string) {
    super(message);
    this.name = "LabError";
    this.code = code;
  }
}
