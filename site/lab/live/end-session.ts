// What socket.io-client doesn't do: end a session that was refused, or whose page is closed.

import type { Socket } from "socket.io-client";
import { gatewayOrigin } from "../../gateway-address.ts";

/**
 * Ends the request that waits for data from the server. socket.io-client gives up a refused session but leaves the request
 * open for 25 s; with six of those, the browser can't send anything more to the playground.
 */
export function stopWaiting(socket: Socket): void {
  // Its own `abort` doesn't end it: only its cleanup after an error closes the request.
  const { transport } = socket.io.engine as unknown as {
    transport: { pollXhr?: { _cleanup: (fromError: true) => void } };
  };
  transport.pollXhr?._cleanup(true);
}

/** Engine.IO's packet for the end of a session. */
const closePacket = "1";

/**
 * Ends a long-polling session when the page is closed. Without this, a server doesn't notice if the page closes between two
 * requests, and keeps the client for 45 s.
 */
export function endSession({ io: { engine } }: Socket, path: string): void {
  if (!engine?.id || engine.transport.name !== "polling") return;
  navigator.sendBeacon(
    `${gatewayOrigin ?? ""}${path}?${new URLSearchParams(engine.transport.query)}`,
    closePacket,
  );
}

/** Why a client was refused: Engine.IO's own text if it replied, or else socket.io-client's. */
export function reasonOf(error: Error): string {
  // Long-polling attaches the failed request to its error.
  const { context } = error as { context?: { status?: unknown; responseText?: unknown } };
  const reply = /^\{"code":\d+,"message":"([^"]*)"\}$/.exec(String(context?.responseText))?.[1];
  return reply === undefined ? error.message : `${context?.status} ${reply}`;
}
