// The line being typed at a prompt: text, cursor, history. Pure: keys in, a new line out.

export interface Prompt {
  line: string;
  cursor: number;
  history: readonly string[];
  /** The position of ↑ and ↓ in the history; its length means the line being typed. */
  at: number;
  /** What was typed before ↑. */
  draft: string;
}

export const newPrompt: Prompt = { line: "", cursor: 0, history: [], at: 0, draft: "" };
const maxHistory = 100;
const maxLine = 2_000;

/** An empty prompt with these lines as its history. */
export function promptWithHistory(lines: readonly string[]): Prompt {
  const history = lines.filter((line, index) => line !== lines[index - 1]).slice(-maxHistory);
  return { ...newPrompt, history, at: history.length };
}

export type Key =
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "home"
  | "end"
  | "up"
  | "down"
  | "backspace"
  | "delete"
  | "delete-word"
  | "delete-before"
  | "delete-after";

const keys: Record<string, Key> = {
  "\x1b[D": "left",
  "\x1b[C": "right",
  "\x02": "left",
  "\x06": "right",
  "\x1b[1;5D": "word-left",
  "\x1b[1;5C": "word-right",
  "\x1bb": "word-left",
  "\x1bf": "word-right",
  "\x1b[H": "home",
  "\x1bOH": "home",
  "\x01": "home",
  "\x1b[F": "end",
  "\x1bOF": "end",
  "\x05": "end",
  "\x1b[A": "up",
  "\x1b[B": "down",
  "\x10": "up",
  "\x0e": "down",
  "\x7f": "backspace",
  "\b": "backspace",
  "\x1b[3~": "delete",
  "\x17": "delete-word",
  "\x15": "delete-before",
  "\x0b": "delete-after",
};

/** The key for what a terminal sent, or undefined if it's text. */
export const keyOf = (data: string): Key | undefined => keys[data];

export function press(prompt: Prompt, key: Key): Prompt {
  const { line, cursor, history, at, draft } = prompt;
  const edited = (text: string, position: number): Prompt => ({ ...prompt, line: text, cursor: position });
  switch (key) {
    case "left":
      return { ...prompt, cursor: before(line, cursor) };
    case "right":
      return { ...prompt, cursor: after(line, cursor) };
    case "word-left":
      return { ...prompt, cursor: wordStart(line, cursor) };
    case "word-right":
      return { ...prompt, cursor: cursor + (/^\s*\S*/.exec(line.slice(cursor))?.[0].length ?? 0) };
    case "home":
      return { ...prompt, cursor: 0 };
    case "end":
      return { ...prompt, cursor: line.length };
    case "up":
    case "down": {
      const next = Math.min(history.length, Math.max(0, at + (key === "up" ? -1 : 1)));
      if (next === at) return prompt;
      const kept = at === history.length ? line : draft;
      const shown = next === history.length ? kept : (history[next] ?? "");
      return { ...prompt, line: shown, cursor: shown.length, at: next, draft: kept };
    }
    case "backspace": {
      const start = before(line, cursor);
      return edited(line.slice(0, start) + line.slice(cursor), start);
    }
    case "delete":
      return edited(line.slice(0, cursor) + line.slice(after(line, cursor)), cursor);
    case "delete-word": {
      const start = wordStart(line, cursor);
      return edited(line.slice(0, start) + line.slice(cursor), start);
    }
    case "delete-before":
      return edited(line.slice(cursor), 0);
    case "delete-after":
      return edited(line.slice(0, cursor), cursor);
  }
}

/** Inserts typed or pasted text at the cursor. Line breaks become spaces, so that a paste is one line. */
export function insert(prompt: Prompt, text: string): Prompt {
  const clean = text.replace(/\r\n?|\n|\t/g, " ").replace(/\p{Cc}/gu, "");
  const room = Math.max(0, maxLine - prompt.line.length);
  const added = clean.slice(0, room);
  const { line, cursor } = prompt;
  return {
    ...prompt,
    line: line.slice(0, cursor) + added + line.slice(cursor),
    cursor: cursor + added.length,
  };
}

export function replace(prompt: Prompt, line: string): Prompt {
  return { ...prompt, line, cursor: line.length };
}

/** The prompt after Enter: empty, with the line added to the history unless it's empty or the same as the last. */
export function afterEnter({ line, history }: Prompt): Prompt {
  const kept =
    line.trim() === "" || line === history.at(-1) ? history : [...history, line].slice(-maxHistory);
  return { line: "", cursor: 0, history: kept, at: kept.length, draft: "" };
}

// The cursor moves by code points, so that it never stands inside a surrogate pair.
function before(line: string, cursor: number): number {
  const char = [...line.slice(0, cursor)].at(-1);
  return cursor - (char?.length ?? 0);
}

function after(line: string, cursor: number): number {
  const code = line.codePointAt(cursor);
  return code === undefined ? cursor : cursor + String.fromCodePoint(code).length;
}

function wordStart(line: string, cursor: number): number {
  return /\S*\s*$/.exec(line.slice(0, cursor))?.index ?? 0;
}
