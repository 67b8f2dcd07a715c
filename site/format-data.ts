// A message's data as people write it: “hi” for the JSON "hi", everything else as it is, with nothing hidden.
import { visible } from "./visible-text.ts";

export function formatData(text: string, maxLength = 60): string {
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
