// A Redis answer as redis-cli prints it, without the prefix of the lab.
import type { RespValue } from "../../redis/resp/value.ts";
import { maxItems } from "./commands.ts";

/** A text is shown up to so many characters. */
const maxText = 10_000;

/** The lines of an answer in RESP2. Text is escaped: nothing in it moves the cursor or changes a colour. */
export function format(value: RespValue, prefix: string): string[] {
  const bare = (bytes: Buffer) => bytes.toString("utf8").replaceAll(prefix, "");
  switch (value.type) {
    case "simple":
      return [escaped(bare(value.bytes))];
    case "error":
    case "blobError":
      return [`(error) ${escaped(bare(value.bytes))}`];
    case "integer":
      return [`(integer) ${value.value}`];
    case "null":
      return ["(nil)"];
    case "bulk":
      return [quote(bare(value.bytes))];
    case "array": {
      if (value.items.length === 0) return ["(empty array)"];
      const shown = value.items.slice(0, maxItems).flatMap((item, index) => {
        const label = `${index + 1}) `;
        return format(item, prefix).map((line, row) => (row === 0 ? label : " ".repeat(label.length)) + line);
      });
      const more = value.items.length - maxItems;
      return more > 0 ? [...shown, `(and ${more} more)`] : shown;
    }
    default:
      return [`(${value.type})`]; // RESP3 only, which this connection does not speak
  }
}

function quote(text: string): string {
  const more = text.length - maxText;
  const quoted = `"${escaped(text.slice(0, maxText).replaceAll(/["\\]/g, "\\$&"))}"`;
  return more > 0 ? `${quoted} (and ${more} more characters)` : quoted;
}

const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x07": "\\a", "\b": "\\b" };

/** Control characters as redis-cli escapes them. Letters beyond ASCII stay readable, which redis-cli would escape too. */
function escaped(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (control) => named[control] ?? `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
