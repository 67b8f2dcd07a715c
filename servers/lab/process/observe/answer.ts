// Turns an acknowledgement into data: which sockets it lists, how many, or which error it carries.
import type { Answer, TraceError } from "../../../protocol.ts";

const maxSockets = 1000;
const maxWords = 200;

/** Reads the arguments of an acknowledgement, which can be anything. An error without a code gets the code "". */
export function answerOf(args: readonly unknown[]): Answer {
  const [first] = args;
  if (Array.isArray(first)) {
    const sockets = first.slice(0, maxSockets).flatMap((one) => (hasId(one) ? [clipped(one.id)] : []));
    return { count: first.length, ...(sockets.length > 0 && { sockets }) };
  }
  if (typeof first !== "object" || first === null || !("error" in first)) return {};
  return { error: errorOf(first.error) };
}

function errorOf(error: unknown): TraceError {
  if (typeof error === "string") return { code: "", message: clipped(error) };
  const { code, message } = (typeof error === "object" && error !== null ? error : {}) as Partial<TraceError>;
  return {
    code: typeof code === "string" ? clipped(code) : "",
    message: typeof message === "string" ? clipped(message) : "",
  };
}

function hasId(value: unknown): value is { id: string } {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}

const clipped = (text: string): string => text.slice(0, maxWords);
