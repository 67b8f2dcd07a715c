// A client in the picture, and where it stands.

import type { ServerName } from "../../../servers/protocol.ts";
import type { EntryPoint } from "../steps/actions.ts";

export interface StageClient {
  /** Its socket id once it's connected; before that its name. */
  key: string;
  label: string;
  /** Undefined until the balancer has assigned one. */
  server: ServerName | undefined;
  /** Where it connects. */
  entrance: EntryPoint;
  connected: boolean;
  /** Why it was refused. */
  refusal: string | undefined;
  transport: string;
  rooms: readonly string[];
}

export interface Point {
  x: number;
  y: number;
}

/** `foot`: where its line ends, from left to right. */
export type PlacedClient = StageClient & Point & { foot: number };

/** What is next to a row of clients: how many more there are, or a place for a new one. */
export type Extra = Point & { server: ServerName } & ({ is: "more"; count: number } | { is: "add" });
