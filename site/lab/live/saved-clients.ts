// The clients of the page as the browser keeps them: a reload has all of them again, the next lesson those that the learner
// added or renamed.

import type { ServerName } from "../../../servers/protocol.ts";
import { keep, recall } from "../../storage.ts";
import type { ClientPlace } from "../steps/actions.ts";

export interface KeptClient extends ClientPlace {
  /** The learner brought it, and not the lesson. */
  own: boolean;
}

const key = "clients";
const maxKept = 50;
const entrances: readonly unknown[] = ["a", "b", "balanced"];
const transports: readonly unknown[] = ["polling", "websocket", undefined];

export const recallClients = (): KeptClient[] => recall(key, areKept) ?? [];

export const keepClients = (clients: readonly KeptClient[]): void => keep(key, clients.slice(0, maxKept));

/** Whom a page begins with. `isReturn`: the same lesson was open in the same lab the last time. */
export function atStart(
  places: readonly ClientPlace[],
  kept: readonly KeptClient[],
  isReturn: boolean,
): KeptClient[] {
  if (isReturn && kept.length > 0) return [...kept];
  const names = new Set(places.map(({ name }) => name));
  const lessons = places.map((place) => ({ ...place, own: false }));
  return [...lessons, ...kept.filter(({ name, own }) => own && !names.has(name))];
}

/** Whether a client can be seen in a lesson that shows these servers; a balancer stands before both. */
export function isShown({ server }: ClientPlace, servers: readonly ServerName[]): boolean {
  return server === "balanced" ? servers.length > 1 : servers.includes(server);
}

function areKept(value: unknown): value is KeptClient[] {
  return Array.isArray(value) && value.length <= maxKept && value.every(isKept);
}

function isKept(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, server, rooms = [], transport, own } = value as Record<string, unknown>;
  return (
    typeof name === "string" &&
    name.length > 0 &&
    name.length <= 24 &&
    entrances.includes(server) &&
    transports.includes(transport) &&
    typeof own === "boolean" &&
    Array.isArray(rooms) &&
    rooms.every((room) => typeof room === "string")
  );
}
