// Keeps track of client connections that the gateway is handing to a server process. If the process ends or hangs, they are
// closed here, because Node never closes the ones in its queue. The one that Node is sending is closed with the process.
import type { Socket } from "node:net";

export interface Handover {
  /** Adds a socket. Call the returned function once the process has it. */
  add: (socket: Socket) => () => void;
  /** Closes all sockets that no process has yet. */
  closeAll: () => void;
}

/** Closes a socket that the process doesn't take within `withinMs`. */
export function createHandover(withinMs: number): Handover {
  const waiting = new Map<Socket, NodeJS.Timeout>();

  function close(socket: Socket): void {
    forget(socket);
    socket.destroy();
  }
  function forget(socket: Socket): void {
    clearTimeout(waiting.get(socket));
    waiting.delete(socket);
  }

  return {
    add(socket) {
      socket.on("error", () => socket.destroy()); // the client can be gone already
      socket.once("close", () => forget(socket));
      waiting.set(socket, setTimeout(close, withinMs, socket));
      return () => forget(socket);
    },
    closeAll() {
      for (const socket of [...waiting.keys()]) close(socket);
    },
  };
}
