// A message's data as people write it: “hi” for the JSON "hi", everything else as it is, with nothing hidden.
import { visible } from "./visible-text.ts";

export function shown(text: string, maxLength = 60): string {
  const bare = /^"(?:[^"\\]|\\.)*"$/.test(text) ? `“${unquoted(text)}”` : text;
  const clean = visible(bare);
  const chars = [...clean];
  return chars.length > maxLength ? `${chars.slice(0, maxLength - 1).join("")}…` : clean;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The columns a text takes in a terminal: Chinese characters and emoji take two. */
export function columns(text: string): number {
  let sum = 0;
  for (const char of text) sum += wide.test(char) ? 2 : 1;
  return sum;
}

/** A terminal's line as lines of at most `width` columns, broken between words if possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  // A word with the space before it; a wide character can stand alone.
  for (const piece of text.match(/\s*[\u2e80-\u{3fffd}]|\s*[^\s\u2e80-\u{3fffd}]+|\s+$/gu) ?? []) {
    let rest = piece;
    if (line !== "" && columns(line + rest) > width) {
      lines.push(line);
      line = "  ";
      rest = rest.trimStart();
    }
    while (columns(line + rest) > width) {
      let fits = 0;
      const chars = [...rest];
      while (fits < chars.length - 1 && columns(line + chars.slice(0, fits + 1).join("")) <= width) fits += 1;
      lines.push(line + chars.slice(0, Math.max(1, fits)).join(""));
      rest = chars.slice(Math.max(1, fits)).join("");
      line = "";
    }
    line += rest;
  }
  return [...lines, line];
}
