// Sends errors over Socket.IO.
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { ApiError } from "../../protocol.ts";
import { internalMessage } from "../http-errors.ts";

/** The error for a bug of ours. */
export const internal = { code: "internal", message: internalMessage } as const satisfies ApiError["error"];

type Next = (error?: Error) => void;

/**
 * Returns a Socket.IO middleware. If `admit` throws a LabError, the client is refused with a `connect_error` that has its
 * code as `data.code`.
 */
export function admission<Socket>(
  { guard }: ErrorBoundary,
  place: string,
  admit: (socket: Socket) => void,
): (socket: Socket, next: Next) => void {
  const refuse = (next: Next, { code, message }: ApiError["error"]) =>
    next(Object.assign(new Error(message), { data: { code } }));
  return guard(
    place,
    (socket, next) => {
      try {
        admit(socket);
      } catch (error) {
        if (error instanceof LabError) return refuse(next, error);
        throw error;
      }
      next();
    },
    (_, __, next) => refuse(next, internal),
  );
}
