// Formats a Redis reply as redis-cli prints it, without the lab's prefix.
import type { RespValue } from "../../redis/resp/value.ts";
import { maxItems } from "./commands.ts";

/** How many characters of a text are shown. */
const maxText = 10_000;

/** Returns the lines of a RESP2 reply. Text is escaped, so that nothing in it can move the cursor or change a colour. */
export function format(value: RespValue, prefix: string): string[] {
  const withoutPrefix = (bytes: Buffer) => bytes.toString("utf8").replaceAll(prefix, "");
  switch (value.type) {
    case "simple":
      return [escaped(withoutPrefix(value.bytes))];
    case "error":
    case "blobError":
      return [`(error) ${escaped(withoutPrefix(value.bytes))}`];
    case "integer":
      return [`(integer) ${value.value}`];
    case "null":
      return ["(nil)"];
    case "bulk":
      return [quote(withoutPrefix(value.bytes))];
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
      return [`(${value.type})`]; // only in RESP3, which this connection does not use
  }
}

function quote(text: string): string {
  const more = text.length - maxText;
  const quoted = `"${escaped(text.slice(0, maxText).replaceAll(/["\\]/g, "\\$&"))}"`;
  return more > 0 ? `${quoted} (and ${more} more characters)` : quoted;
}

const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x07": "\\a", "\b": "\\b" };

/** Escapes control characters like redis-cli. Unlike there, letters beyond ASCII stay readable. */
function escaped(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (control) => named[control] ?? `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
