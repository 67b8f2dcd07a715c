// Expected failures, caused by what a caller asked for. Any other error is a bug.
import type { ApiErrorCode, CodePlace, FaultKind } from "../protocol.ts";

/** `message` says what was expected, what came, and what to do. */
export class LabError extends Error {
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string) {
    super(message);
    this.name = "LabError";
    this.code = code;
  }
}

/** A server process could not carry out a call. With "refusal", the message is Redis' error. */
export class CallFailed extends LabError {
  readonly by: "refusal" | "timeout" | "error";

  constructor(by: CallFailed["by"], message: string) {
    super("conflict", message);
    this.by = by;
  }
}

/** Code that a learner sent cannot run. */
export class CodeError extends LabError {
  readonly why: FaultKind;
  readonly place: CodePlace | undefined;

  constructor(why: FaultKind, message: string, place?: CodePlace) {
    super("code", message);
    this.why = why;
    this.place = place;
  }
}
