import type { Observation, ServerName } from "../../../../servers/protocol.ts";
import { type Cell, matrix } from "../../../../site/lab/derive/matrix.ts";
import { type Derived, derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { trace } from "../build-trace.ts";

export const derivedFrom = (observations: (Observation & { at?: number })[]) =>
  derive(emptyDerived(), trace(observations));

export const untaken = (why: "server-down" | "disconnected" | "unrecorded"): Observation => ({
  type: "untaken",
  message: "m1",
  server: "a",
  socket: "α-id",
  client: "α",
  why,
});
export const down = (server: ServerName): Observation => ({
  type: "server",
  server,
  state: "crashed",
  pid: null,
});

/** The newest message's cells once silence counts. */
export const cells = (derived: Derived, now = derived.at + 60_000): ReadonlyMap<string, Cell> =>
  matrix(derived.messages.values(), derived.picture, now).rows[0]?.cells ?? new Map();
