// What an experiment asks before it runs. An answer is a list of short tokens, the same in every language, so that it can be saved, counted
// in a workshop and compared with the trace:
//
//   hears      clients' names            ["α"]; [] for nobody
//   receivers  what Redis replies        ["2"]; ["none"] without a PUBLISH
//   line       one option's number       ["3"]
//   order      all options' numbers      ["312"]
//   maps       any options' numbers      ["1", "4"]; [] for none of them
//   arrives    milliseconds              ["700ms"]; ["never"]. What happened has its margin: ["703ms±150"]
//   change     one line's number         ["2"]
import type { ServerName } from "../../../servers/protocol.ts";
import type { Action } from "../steps/actions.ts";
import { never, noPublish } from "./same-answer.ts";
import type { Seen, TrailPoint } from "./seen.ts";

export interface LineOption {
  /** A line of a log, or what a client is answered. */
  text: string;
  /** The evidence for it in the trace. Left out: no other option was seen. */
  sees?: Seen | undefined;
  /** The sentence for choosing it, if that's wrong. Only the right one has none. */
  wrong?: string | undefined;
}

export interface OrderOption {
  text: string;
  sees: TrailPoint;
}

/** The sentence for putting option `first` before `second`, by their numbers. */
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
  /** The sentence for being wrong about this map. */
  wrong: string;
}

/** A line of a shown file that can be changed. */
export interface LineChange {
  /** The whole line, without its indentation; the file has it once. */
  line: string;
  becomes: string;
  /** What has the same effect in the lab. Left out: both servers run the file with the line changed. */
  does?: readonly Action[] | undefined;
  /** The sentence for choosing this line, if that's wrong. Only the right one has none. */
  wrong?: string | undefined;
}

/** The file of a `change`, as it's shown. */
export interface ShownFile {
  /** The shown lines, without what all of them are indented by. */
  lines: readonly string[];
  /** The whole file. */
  text: string;
}

/** The sentence for a wrong answer below `below` milliseconds. */
export interface WrongTime {
  /** Left out: anything else. */
  below?: number | undefined;
  wrong: string;
}

export type Prediction =
  /** Which clients hear it? `wrong` by the name of the client that the answer is wrong about. */
  | { kind: "hears"; wrong?: Readonly<Record<string, string>> | undefined }
  /** How many receivers does Redis answer? `wrong` by the answer that was given. */
  | { kind: "receivers"; wrong: Readonly<Record<string, string>> }
  | { kind: "line"; options: readonly LineOption[] }
  | { kind: "order"; options: readonly OrderOption[]; wrong: readonly WrongOrder[] }
  /** Which of these maps hold the client's id when the message is sent? */
  | { kind: "maps"; client: string; options: readonly MapOption[] }
  /** How long after it was sent does it reach `client`, or the answer to it? */
  | {
      kind: "arrives";
      client: string;
      /** The end of the slider, and its step. */
      upToMs: number;
      stepMs: number;
      /** An answer is right if it's at most this far from what happened. */
      withinMs: number;
      wrong: readonly WrongTime[];
      /** The sentence for the wrong answer that it never arrives. */
      never: string;
    }
  /** Which line would you change, so that the check is met? Running it changes that line. */
  | {
      kind: "change";
      file: string;
      region: string;
      options: readonly LineChange[];
      /** Filled in at build time. */
      shown?: ShownFile | undefined;
    };

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
    case "change":
      return asked.options.map((_, index) => String(index + 1));
    case "arrives":
      return [...timesOf(asked).map(timeToken), never];
  }
}

/** The slider's positions, in milliseconds. */
const timesOf = ({ upToMs, stepMs }: { upToMs: number; stepMs: number }): number[] =>
  Array.from({ length: Math.floor(upToMs / stepMs) + 1 }, (_, index) => index * stepMs);

export const timeToken = (ms: number): string => `${ms}ms`;

/** The map as code, e.g. `adapter.rooms.get("tea")`. */
export function mapText({ map, room }: MapOption): string {
  if (map === "sockets") return 'io.of("/").sockets';
  return map === "sids" ? "adapter.sids" : `adapter.rooms.get(${JSON.stringify(room ?? "")})`;
}
