// What an experiment asks before it runs. An answer is a list of short tokens, the same in every language, so that it can be saved, counted
// in a workshop and compared with the trace:
//
//   hears      clients' names            ["α"]; [] for nobody
//   receivers  what Redis replies        ["2"]; ["none"] without a PUBLISH
//   line       one option's number       ["3"]
//   order      all options' numbers      ["312"]
//   maps       any options' numbers      ["1", "4"]; [] for none of them
import type { ServerName } from "../../../servers/protocol.ts";
import type { Seen, TrailPoint } from "./seen.ts";

export interface LineOption {
  /** A line of a log, or what a client is answered. */
  text: string;
  /** What of the trace shows it. Left out: none of the others was seen. */
  sees?: Seen | undefined;
  /** What to say to somebody who chose it and is wrong. Only the right one has none. */
  wrong?: string | undefined;
}

export interface OrderOption {
  text: string;
  sees: TrailPoint;
}

/** What to say to somebody who put option `first` before `second`, by their numbers. */
export interface WrongOrder {
  first: number;
  second: number;
  wrong: string;
}

export interface MapOption {
  server: ServerName;
  map: "sockets" | "sids" | "rooms";
  /** Of `rooms`. */
  room?: string | undefined;
  /** What to say to somebody who is wrong about this map. */
  wrong: string;
}

export type Prediction =
  /** Which clients hear it? `wrong` by the name of the client that somebody is wrong about. */
  | { kind: "hears"; wrong?: Readonly<Record<string, string>> | undefined }
  /** How many receivers does Redis answer? `wrong` by the answer that was given. */
  | { kind: "receivers"; wrong: Readonly<Record<string, string>> }
  | { kind: "line"; options: readonly LineOption[] }
  | { kind: "order"; options: readonly OrderOption[]; wrong: readonly WrongOrder[] }
  /** Which of these maps hold the client's id when the message is sent? */
  | { kind: "maps"; client: string; options: readonly MapOption[] };

export const noPublish = "none";
/** The answers to "how many receivers?". */
export const receiverTokens = ["0", "1", "2", "3", noPublish] as const;

/** One may choose several. */
export const allowsSeveral = ({ kind }: Prediction): boolean => kind === "hears" || kind === "maps";

/** The tokens one can choose from. */
export function tokensOf(asked: Prediction, clients: readonly string[]): readonly string[] {
  switch (asked.kind) {
    case "hears":
      return clients;
    case "receivers":
      return receiverTokens;
    case "line":
    case "order":
    case "maps":
      return asked.options.map((_, index) => String(index + 1));
  }
}

/** The map as code, e.g. `adapter.rooms.get("tea")`. */
export function mapText({ map, room }: MapOption): string {
  if (map === "sockets") return 'io.of("/").sockets';
  return map === "sids" ? "adapter.sids" : `adapter.rooms.get(${JSON.stringify(room ?? "")})`;
}
