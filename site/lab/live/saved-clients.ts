// The page's clients as the browser saves them. A reload restores all of them; the next lesson restores those the
// learner added or renamed.

import type { ServerName } from "../../../servers/protocol.ts";
import { load, save } from "../../storage.ts";
import type { ClientPlace } from "../steps/actions.ts";

export interface SavedClient extends ClientPlace {
  /** The learner added or renamed it, so it isn't the lesson's. */
  own: boolean;
}

const maxSaved = 50;
const entrances: readonly unknown[] = ["a", "b", "balanced"];
const transports: readonly unknown[] = ["polling", "websocket", undefined];

export const loadClients = (key: string): SavedClient[] => load(key, areSaved) ?? [];

export const saveClients = (key: string, clients: readonly SavedClient[]): void =>
  void save(key, clients.slice(0, maxSaved));

/** The clients a page starts with. `isReturn`: the same lesson was open in the same lab last time. */
export function atStart(
  places: readonly ClientPlace[],
  saved: readonly SavedClient[],
  isReturn: boolean,
): SavedClient[] {
  if (isReturn && saved.length > 0) return [...saved];
  const names = new Set(places.map(({ name }) => name));
  const lessons = places.map((place) => ({ ...place, own: false }));
  return [...lessons, ...saved.filter(({ name, own }) => own && !names.has(name))];
}

/** Whether a lesson that shows these servers shows a client; a balancer is in front of both. */
export function isShown({ server }: ClientPlace, servers: readonly ServerName[]): boolean {
  return server === "balanced" ? servers.length > 1 : servers.includes(server);
}

function areSaved(value: unknown): value is SavedClient[] {
  return Array.isArray(value) && value.length <= maxSaved && value.every(isSaved);
}

function isSaved(value: unknown): boolean {
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
