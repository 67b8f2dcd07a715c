// A line typed at a client's prompt → the command. Pure: it neither sends nor prints.
import leven from "leven";

export type Command =
  | { do: "nothing" }
  | { do: "emit"; event: string; args: unknown[]; ack?: true }
  | { do: "who" }
  | { do: "ask" }
  | { do: "disconnect" }
  | { do: "connect" }
  | { do: "drop" }
  | { do: "transport"; transport: "polling" | "websocket" }
  | { do: "help" }
  | { do: "clear" }
  | { do: "wrong"; problem: Problem };

/** What is wrong with a line; its words are in site/lab/words/en/terminal.ts. */
export type Problem =
  | { what: "unknown"; word: string; meant?: string }
  | { what: "missing"; usage: string }
  | { what: "json"; text: string }
  | { what: "reserved"; event: string };

/** Each command with its arguments, in the order of `help`. */
export const usages = {
  send: "send <text>",
  emit: "emit <event> <json>",
  ack: "ack <event> <json>",
  join: "join <room>",
  leave: "leave <room>",
  to: "to <room> <text>",
  who: "who",
  ask: "ask",
  disconnect: "disconnect",
  connect: "connect",
  drop: "drop",
  transport: "transport polling|websocket",
  clear: "clear",
  help: "help",
} as const;

export type Verb = keyof typeof usages;
const verbs = Object.keys(usages) as Verb[];
const isVerb = (word: string): word is Verb => Object.hasOwn(usages, word);

/** The events that Tab completes after `emit`: those the servers handle. */
const events = [
  ...["message", "room:join", "room:leave", "room:message", "room:except", "room:gather", "room:ask"],
  ...["who", "ask:servers"],
];

/** Event names that socket.io-client reserves, and throws for. */
const reserved = new Set([
  ...["connect", "connect_error", "disconnect", "disconnecting"],
  ...["newListener", "removeListener"],
]);
export const isReserved = (event: string): boolean => reserved.has(event);

export function parse(line: string): Command {
  const { word, rest } = split(line.trim());
  if (word === "") return { do: "nothing" };
  const verb = word.toLowerCase();
  if (!isVerb(verb)) {
    const meant = closest(verb);
    return { do: "wrong", problem: { what: "unknown", word, ...(meant ? { meant } : {}) } };
  }
  const missing: Command = { do: "wrong", problem: { what: "missing", usage: usages[verb] } };
  switch (verb) {
    case "send":
      return rest === "" ? missing : { do: "emit", event: "message", args: [rest] };
    case "emit":
      return rest === "" ? missing : parseEmit(rest);
    case "ack": {
      const command = rest === "" ? missing : parseEmit(rest);
      return command.do === "emit" ? { ...command, ack: true } : command;
    }
    case "join":
      return rest === "" ? missing : { do: "emit", event: "room:join", args: [rest] };
    case "leave":
      return rest === "" ? missing : { do: "emit", event: "room:leave", args: [rest] };
    case "to": {
      const { word: room, rest: data } = split(rest);
      return data === "" ? missing : { do: "emit", event: "room:message", args: [{ room, data }] };
    }
    case "transport":
      return rest === "polling" || rest === "websocket" ? { do: "transport", transport: rest } : missing;
    default:
      return { do: verb };
  }
}

function parseEmit(rest: string): Command {
  const { word: event, rest: json } = split(rest);
  if (isReserved(event)) return { do: "wrong", problem: { what: "reserved", event } };
  if (json === "") return { do: "emit", event, args: [] };
  try {
    // Socket.IO writes several arguments as a list of values with commas between them.
    return { do: "emit", event, args: JSON.parse(`[${json}]`) as unknown[] };
  } catch {
    return { do: "wrong", problem: { what: "json", text: json } };
  }
}

/** The line after Tab. */
export function complete(line: string, rooms: readonly string[]): Completed {
  return completeWith(line, continuations(line.split(" "), rooms));
}

export interface Completed {
  line: string;
  choices: string[];
}

/** Completes the last word if there is one candidate, or as far as all candidates agree; returns them if there are several. */
export function completeWith(line: string, candidates: readonly string[]): Completed {
  const words = line.split(" ");
  const last = words.at(-1) ?? "";
  const choices = candidates.filter((candidate) => candidate.startsWith(last));
  const only = choices.length === 1;
  const agreed = choices.length ? commonStart(choices) : last;
  const head = [...words.slice(0, -1), agreed].join(" ");
  return { line: only ? `${head} ` : head, choices: only ? [] : choices };
}

function continuations(words: readonly string[], rooms: readonly string[]): readonly string[] {
  if (words.length === 1) return verbs;
  if (words.length > 2) return [];
  switch (words[0]) {
    case "emit":
    case "ack":
      return events;
    case "leave":
    case "to":
    case "join":
      return rooms;
    case "transport":
      return ["polling", "websocket"];
    default:
      return [];
  }
}

function commonStart(words: readonly string[]): string {
  return words.reduce((start, word) => {
    let length = 0;
    while (length < start.length && start[length] === word[length]) length += 1;
    return start.slice(0, length);
  });
}

function split(text: string): { word: string; rest: string } {
  const at = text.search(/\s/);
  return at < 0 ? { word: text, rest: "" } : { word: text.slice(0, at), rest: text.slice(at).trim() };
}

/** The verb that was probably meant: one that starts with this word, or is two typing mistakes away. */
function closest(word: string): Verb | undefined {
  return (
    verbs.find((verb) => verb.startsWith(word)) ??
    verbs.find((verb) => leven(verb, word) <= (verb.length > 3 ? 2 : 1))
  );
}
