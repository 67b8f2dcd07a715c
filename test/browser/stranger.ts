// A stock client that joins a page's lab from outside: it doesn't report, and sends what it likes.
import { io } from "socket.io-client";
import { onTestFinished } from "vitest";
import type { ServerName } from "../../servers/protocol.ts";

export interface Stranger {
  send: (data: unknown) => void;
  joins: (room: string) => Promise<unknown>;
  /** Resolves once the server has received everything sent before. */
  sent: () => Promise<void>;
}

/** Resolves when it's connected; it leaves with its test. */
export async function strangerIn(
  url: string,
  lab: string,
  server: ServerName,
  name = "stranger",
): Promise<Stranger> {
  const socket = io(url, {
    path: `/labs/${lab}/${server}/socket.io/`,
    auth: { name },
    forceNew: true,
    transports: ["websocket"],
  });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return {
    send: (data) => void socket.emit("message", data),
    joins: (room) => socket.timeout(40_000).emitWithAck("room:join", room),
    async sent() {
      await socket.timeout(40_000).emitWithAck("who");
    },
  };
}
