// Judges one trial of an exercise: compares what each client heard, or got as an answer, with what it should have. Pure.

import { describe } from "../../../servers/describe.ts";
import type { CodePlace, FaultKind, ServerName } from "../../../servers/protocol.ts";

/** What is wrong, as data. */
export type Problem =
  /** Clients that should have heard it, and didn't. */
  | { is: "silent"; clients: string[]; sent: string }
  /** Clients that heard it more than once. */
  | { is: "repeated"; clients: string[]; sent: string }
  /** Clients that it wasn't for. */
  | { is: "leaked"; clients: string[]; sent: string }
  /** Clients that heard something else. */
  | { is: "changed"; clients: string[]; sent: string; got: string }
  /** No acknowledgement came. */
  | { is: "unanswered"; client: string }
  /** The acknowledgement isn't a list of clients. */
  | { is: "no-list"; client: string; got: string }
  | { is: "answer-lacks" | "answer-repeats" | "answer-invents"; client: string; clients: string[] }
  | ({ is: "fault"; server: ServerName; why: FaultKind; text: string } & Partial<CodePlace>);

/** What one client heard as `message`. */
export interface HeardMessage {
  client: string;
  data: unknown;
}

/**
 * @param heard What clients heard since it was sent, in any order.
 * @param clients All clients of the trial.
 */
export function judgeHeard(
  heard: readonly HeardMessage[],
  sent: unknown,
  heardBy: readonly string[],
  clients: readonly string[],
): Problem | undefined {
  const of = (client: string) => heard.filter((one) => one.client === client);
  const times = (client: string) => of(client).filter(({ data }) => isSame(data, sent)).length;
  const others = (client: string) => of(client).filter(({ data }) => !isSame(data, sent));
  const text = describe([sent]);
  const leaked = clients.filter((client) => !heardBy.includes(client) && of(client).length > 0);
  if (leaked.length) return { is: "leaked", clients: leaked, sent: text };
  const changed = heardBy.filter((client) => others(client).length > 0);
  const [first] = changed.flatMap(others);
  if (first) return { is: "changed", clients: changed, sent: text, got: describe([first.data]) };
  const repeated = heardBy.filter((client) => times(client) > 1);
  if (repeated.length) return { is: "repeated", clients: repeated, sent: text };
  const silent = heardBy.filter((client) => times(client) === 0);
  return silent.length ? { is: "silent", clients: silent, sent: text } : undefined;
}

/** What the acknowledgement of a question said; `listed` are the names of the clients in its list, if it is one. */
export interface AckAnswer {
  text: string;
  listed: readonly string[] | undefined;
}

export function judgeAnswer(
  answer: AckAnswer | undefined,
  client: string,
  lists: readonly string[],
): Problem | undefined {
  if (!answer) return { is: "unanswered", client };
  const { listed } = answer;
  if (!listed) return { is: "no-list", client, got: answer.text };
  const lacking = lists.filter((name) => !listed.includes(name));
  if (lacking.length) return { is: "answer-lacks", client, clients: lacking };
  const repeated = lists.filter((name) => listed.indexOf(name) !== listed.lastIndexOf(name));
  if (repeated.length) return { is: "answer-repeats", client, clients: repeated };
  const invented = listed.filter((name) => !lists.includes(name));
  return invented.length ? { is: "answer-invents", client, clients: invented } : undefined;
}

/** Whether two values that crossed a wire are equal, bytes included. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [left, right] = [bytesOf(one), bytesOf(other)];
  if (left || right)
    return left?.length === right?.length && (left?.every((byte, at) => byte === right?.[at]) ?? false);
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(Reflect.get(one, key), Reflect.get(other, key)))
  );
}

function bytesOf(value: object): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}
