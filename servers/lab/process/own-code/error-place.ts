// Says what went wrong in a learner's code, and where. The error may be anything that code can throw.
import { type CodePlace, codeFiles } from "../../../protocol.ts";

/** The addresses of a learner's modules begin with this; they exist in memory only. */
export const ownRoot = "own:///chat/";

const maxMessageLength = 1000;
const inOwnCode = /own:\/\/\/chat\/([\w./-]+\.ts):(\d+)/;

export interface CodeError {
  message: string;
  place?: CodePlace | undefined;
}

/** Code that was sent cannot run. */
export class OwnCodeError extends Error {
  readonly place: CodePlace | undefined;

  constructor({ message, place }: CodeError) {
    super(message);
    this.place = place;
  }
}

/** Returns an error's message, and the innermost line of own code in its stack. Never throws, whatever the error does. */
export function describeCodeError(error: unknown): CodeError {
  if (error instanceof OwnCodeError) return placed(error.message, error.place);
  try {
    if (!(error instanceof Error)) return placed(`threw ${String(error)}`);
    if (isNestedTooDeeply(error)) return placed("This file is nested too deeply to be read.");
    return placed(`${error.name}: ${error.message}`, ownFileIn(error));
  } catch {
    return placed("threw something that cannot be shown");
  }
}

function placed(message: string, place?: CodePlace): CodeError {
  return { message: message.slice(0, maxMessageLength), ...(place && { place }) };
}

/** Node's parser of types fails so on thousands of open brackets. */
function isNestedTooDeeply(error: Error): boolean {
  return "code" in error && error.code === "ERR_INTERNAL_ASSERTION";
}

function ownFileIn({ stack }: Error): CodePlace | undefined {
  const [, name, line] = inOwnCode.exec(String(stack)) ?? [];
  const file = codeFiles.find((known) => known === name);
  return file && { file, line: Number(line) };
}
