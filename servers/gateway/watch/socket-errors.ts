// How a failure is told over Socket.IO.
import type { Boundary } from "../../boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { ApiError } from "../../protocol.ts";
import { internalMessage } from "../http-errors.ts";

/** What is told of a bug of ours. */
export const internal = { code: "internal", message: internalMessage } as const satisfies ApiError["error"];

type Next = (error?: Error) => void;

/** A middleware of Socket.IO: lets in whom `admit` takes, and refuses with a `connect_error` whose `data.code` says why. */
export function admission<Socket>(
  { guard }: Boundary,
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
