// What socket.io-client leaves undone: ending a session that was refused, or whose page goes away.

import type { Socket } from "socket.io-client";

/**
 * Ends the request that waits for what the server has to say. socket.io-client gives up a session that was refused and
 * leaves it open for 25 s; with six of those, the browser sends nothing more to the playground.
 */
export function stopWaiting(socket: Socket): void {
  // Its own `abort` ends nothing: only what it does after an error closes the request.
  const { transport } = socket.io.engine as unknown as {
    transport: { pollXhr?: { _cleanup: (fromError: true) => void } };
  };
  transport.pollXhr?._cleanup(true);
}

/** Engine.IO's packet for the end of a session. */
const closePacket = "1";

/**
 * Ends a session of long-polling with the page. A server does not notice when a page is left between two requests, and
 * would keep the client for 45 s.
 */
export function endSession({ io: { engine } }: Socket, path: string): void {
  if (!engine?.id || engine.transport.name !== "polling") return;
  navigator.sendBeacon(`${path}?${new URLSearchParams(engine.transport.query)}`, closePacket);
}

/** Why a client was refused: Engine.IO's own words if it replied, or else what socket.io-client says. */
export function reasonOf(error: Error): string {
  // Long-polling adds the request that failed to its error.
  const { context } = error as { context?: { status?: unknown; responseText?: unknown } };
  const reply = /^\{"code":\d+,"message":"([^"]*)"\}$/.exec(String(context?.responseText))?.[1];
  return reply === undefined ? error.message : `${context?.status} ${reply}`;
}
