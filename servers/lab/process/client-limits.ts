// What one lab may ask of its servers. A client that exceeds a limit gets an error, and no other lab is affected.
import type { ChatIo } from "../../chat/events.ts";
import { createRate, createRates } from "../../rate.ts";

export interface ServerLimits {
  /** Connected clients of one server. */
  maxConnections: number;
  /** Events per second from all clients of one server together. */
  maxEventsPerSecond: number;
  /** Engine.IO connections, including those that never join a namespace. */
  maxSessions: number;
}

export const serverLimits: ServerLimits = {
  maxConnections: 200,
  maxEventsPerSecond: 3000,
  maxSessions: 300,
};

/** How long a client has to close a WebSocket whose session has ended; `ws` gives it 30 s. */
const closeWithinMs = 2000;

interface WebSocketOptions {
  wsEngine: new (options: object) => object;
}

/** Engine.IO makes its WebSocket server when the HTTP server listens, so what makes it is replaced. */
function closeSoon(options: WebSocketOptions): void {
  options.wsEngine = class extends options.wsEngine {
    constructor(given: object) {
      super({ ...given, closeTimeout: closeWithinMs });
    }
  };
}

/**
 * Applies the limits to `io`. Excess clients get `connect_error`. Excess events are left out: their client gets `refused`
 * at most once a second, and an error for each acknowledgement that it asked for.
 */
export function limit(io: ChatIo, { maxConnections, maxEventsPerSecond, maxSessions }: ServerLimits): void {
  const message = `A server takes ${maxEventsPerSecond} events a second. Some were left out; send fewer.`;
  const events = createRate({ perSecond: maxEventsPerSecond });
  const notices = createRates({ perSecond: 1 }, maxConnections);
  const logLines = createRate({ perSecond: 1 });

  closeSoon(io.engine.opts as WebSocketOptions);
  io.engine.opts.allowRequest = (_req, answer) => {
    const isFull = io.engine.clientsCount >= maxSessions;
    answer(isFull ? `This server has ${maxSessions} connections. Close some.` : null, !isFull);
  };
  io.use((_socket, next) => {
    if (io.of("/").sockets.size < maxConnections) return next();
    next(
      new Error(
        `This server takes ${maxConnections} clients and has them. Disconnect one, or open another lab.`,
      ),
    );
  });
  io.on("connection", (socket) => {
    socket.use((packet, next) => {
      if (events.take()) return next();
      const ack = packet.at(-1);
      if (typeof ack === "function") ack({ error: message });
      if (logLines.take()) console.error(`limit: ${message}`);
      if (notices.take(socket.id)) socket.emit("refused", { code: "rate", message });
    });
  });
}
