// Clients' connections on their way from the gateway to a server's process: none is left behind when the process ends or stands
// still, since what waits in Node's queue is closed by nobody.
import type { Socket } from "node:net";

export interface Handover {
  /** Remembers a socket until the function that it returns is called: the process has it, and it's closed here. */
  add: (socket: Socket) => () => void;
  /** Closes all that are still here. */
  closeAll: () => void;
}

/** A socket that isn't taken `withinMs` is closed. */
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
      socket.on("error", () => socket.destroy()); // the client may be gone already
      socket.once("close", () => forget(socket));
      waiting.set(socket, setTimeout(close, withinMs, socket));
      return () => forget(socket);
    },
    closeAll() {
      for (const socket of [...waiting.keys()]) close(socket);
    },
  };
}
