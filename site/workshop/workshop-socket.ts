// A browser's connection to the workshop, in any role.
import { io, type Socket } from "socket.io-client";
import type { WorkshopAuth } from "../../servers/class/protocol-roles.ts";
import type { ApiError } from "../../servers/protocol.ts";
import type { InstructorEvents, LearnerEvents, WorkshopEvents } from "../../servers/protocol-workshop.ts";
import { withBase } from "../base.ts";

export type WorkshopSocket = Socket<WorkshopEvents, LearnerEvents & InstructorEvents>;
export type Refusal = ApiError["error"];

/** Connects at once, and again whenever the connection is lost; calls `auth` each time. */
export function connect(auth: () => WorkshopAuth): WorkshopSocket {
  return io({
    path: withBase("/workshop/socket.io/"),
    auth: (give) => give(auth()),
    forceNew: true,
    multiplex: false,
    // A lesson's page needs the browser's few connections for its clients.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 3_000,
  });
}

/** Calls `listener` with a refusal of a connection or an action; with undefined once the gateway accepts the connection. */
export function onRefusal(socket: WorkshopSocket, listener: (refusal: Refusal | undefined) => void): void {
  socket.on("connect", () => listener(undefined));
  socket.on("refused", listener);
  socket.on("connect_error", (error: Error & { data?: { code?: Refusal["code"] } }) => {
    // The gateway refused and would refuse again; after any other error the client retries by itself.
    if (!socket.active) listener({ code: error.data?.code ?? "unauthorized", message: error.message });
  });
}
