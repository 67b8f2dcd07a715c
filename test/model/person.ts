// One client of a lab from its user's view: how it joins, loses its connection and comes back.

import { expect } from "vitest";
import type { TraceEvent } from "../../servers/protocol.ts";
import type { TestLab } from "../world.ts";
import { type ClientName, serverOf } from "./steps.ts";

/** One client from its user's view: what it heard as which socket, and the rooms it believes it's in. */
export interface Person {
  name: ClientName;
  isHere: () => boolean;
  socketId: () => string;
  rooms: Set<string>;
  heard: { socket: string; text: string }[];
  ask: (event: string, ...args: unknown[]) => Promise<unknown>;
  /** Cuts its own connection, and comes back after `meanwhile`. */
  away: (meanwhile: () => Promise<void>) => Promise<void>;
  /** Resolves when it's connected. */
  here: () => Promise<void>;
}

export async function meet(lab: TestLab, name: ClientName): Promise<Person> {
  const { socket } = await lab.client(serverOf(name), {
    auth: { name },
    transports: ["websocket"],
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
  });
  const person: Person = {
    name,
    isHere: () => socket.connected,
    socketId: () => socket.id ?? "",
    rooms: new Set(),
    heard: [],
    ask: (event, ...args) => socket.timeout(5000).emitWithAck(event, ...args),
    async away(meanwhile) {
      const id = socket.id;
      const before = (await lab.trace()).at(-1)?.seq ?? 0;
      socket.io.reconnection(false);
      socket.io.engine.close();
      await lab.traced("disconnected", ({ seq, socket }) => seq > before && socket === id);
      await meanwhile();
      socket.io.reconnection(true);
      const back = person.here();
      socket.connect();
      await back;
    },
    async here() {
      if (!socket.connected) await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
      const isKnown = async () => isConnected(await lab.trace(), socket.id);
      await expect.poll(isKnown).toBe(true);
    },
  };
  socket.on("message", (data) => person.heard.push({ socket: socket.id ?? "", text: String(data) }));
  // With a recovered session the server remembers the rooms; any other connection starts without.
  socket.on("connect", () => void (socket.recovered || person.rooms.clear()));
  return person;
}

/** Whether the lab knows it too: a client knows a moment earlier. */
function isConnected(trace: readonly TraceEvent[], id: string | undefined): boolean {
  const last = trace.findLast(
    (event) => (event.type === "connected" || event.type === "disconnected") && event.socket === id,
  );
  return last?.type === "connected";
}
