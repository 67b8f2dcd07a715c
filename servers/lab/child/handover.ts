// Keeps track of client connections that the gateway is handing to a server process. If the process ends or hangs, they are
// closed here, because Node never closes the ones in its queue. The one that Node is sending is closed with the process.
import type { Socket } from "node:net";

export interface Handover {
  /** Adds a socket. Call the returned function once the process has it. */
  add: (socket: Socket) => () => void;
  /** Closes all sockets that no process has yet. */
  closeAll: () => void;
}

/** Closes all waiting sockets if the process takes none for `withinMs`: a slow one may take as long as it needs for many. */
export function createHandover(withinMs: number): Handover {
  const waiting = new Set<Socket>();
  let timer: NodeJS.Timeout | undefined;

  function restart(): void {
    clearTimeout(timer);
    timer = waiting.size > 0 ? setTimeout(closeAll, withinMs) : undefined;
  }
  function closeAll(): void {
    clearTimeout(timer);
    for (const socket of [...waiting]) socket.destroy();
    waiting.clear();
  }

  return {
    add(socket) {
      socket.on("error", () => socket.destroy()); // the client can be gone already
      socket.once("close", () => waiting.delete(socket));
      waiting.add(socket);
      if (waiting.size === 1) restart();
      return () => {
        waiting.delete(socket);
        restart();
      };
    },
    closeAll,
  };
}
