// The keys that lead on: a clicker's Page Down and Page Up, or N and B. None of them acts while somebody types.
import { isTyping } from "../../ui/keys/typing.ts";

/** Where a key leads: 1 to the next step, -1 to the previous one; undefined if it isn't such a key, or is typed. */
export function stepOf(event: KeyboardEvent): 1 | -1 | undefined {
  if (event.repeat || event.shiftKey || isTyping(event, event.composedPath()[0])) return undefined;
  if (document.querySelector("dialog[open]")) return undefined; // it has the keyboard to itself
  switch (event.key) {
    case "PageDown":
    case "n":
      return 1;
    case "PageUp":
    case "b":
      return -1;
    default:
      return undefined;
  }
}
