// What a message says, as people write it, for the picture, the matrix and the log.

import { formatData } from "../../format-data.ts";
import type { Words } from "../context.ts";
import type { Message } from "../derive/messages.ts";

type MessageContent = Pick<Message, "event" | "text">;

/** Its data; for a message to a room, what is sent to the room. */
export function messageText({ event, text }: MessageContent, maxLength?: number): string {
  return formatData(event === "room:message" ? toldTo(text) : text, maxLength);
}

/** One sentence: who said what, and to which room. A text that was cut off ends it in "…". */
export const sentenceOf = (message: Message, words: Words<"stage">["stage"]): string =>
  sentence(message, words).replace(/…[.。]$/, "…");

function sentence(message: Message, words: Words<"stage">["stage"]): string {
  const { foreign, mine, client, event, room } = message;
  const text = messageText(message);
  if (foreign) return mine ? words.youPublished(text) : words.published(text);
  if (event === "message") return words.said(client, text);
  if (event === "room:message" && room !== undefined) return words.saidTo(client, text, formatData(room, 20));
  return words.emitted(client, event, text);
}

/** Text that was too long to be kept whole isn't JSON any more, and is shown as it came. */
function toldTo(text: string): string {
  try {
    const { data = null } = JSON.parse(text);
    return JSON.stringify(data);
  } catch {
    return text;
  }
}
