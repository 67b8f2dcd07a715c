// What one lab may ask of its servers. Whoever goes beyond is told so, and harms nobody else.
import type { ChatIo } from "../../chat/events.ts";

export interface ServerLimits {
  /** Clients of one server at a time. */
  maxConnections: number;
  /** Events of all clients of one server together. */
  maxEventsPerSecond: number;
  /** Connections of Engine.IO, with those that never say which namespace they want. */
  maxSessions: number;
}

export const serverLimits: ServerLimits = {
  maxConnections: 200,
  maxEventsPerSecond: 3000,
  maxSessions: 300,
};

/**
 * Refuses clients with `connect_error`, and events with `refused`: once a second to each client whose events are left out,
 * and with an error to each that asked for an acknowledgement.
 */
export function limit(io: ChatIo, { maxConnections, maxEventsPerSecond, maxSessions }: ServerLimits): void {
  const message = `A server takes ${maxEventsPerSecond} events a second. Some were left out; send fewer.`;
  const told = new Set<string>();
  let secondEnds = 0;
  let events = 0;

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
      const now = performance.now();
      if (now >= secondEnds) {
        secondEnds = now + 1000;
        events = 0;
        told.clear();
      }
      events += 1;
      if (events <= maxEventsPerSecond) return next();
      const ack = packet.at(-1);
      if (typeof ack === "function") ack({ error: message });
      if (told.size === 0) console.error(`limit: ${message}`);
      if (told.has(socket.id)) return;
      told.add(socket.id);
      socket.emit("refused", { code: "rate", message });
    });
  });
}
