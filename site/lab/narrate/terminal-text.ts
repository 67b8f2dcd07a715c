// A terminal's lines in words: their text, and which of a few styles each is written in.

import { visible } from "../../visible-text.ts";
import type { Words } from "../context.ts";
import type { Line } from "../live/connection.svelte.ts";
import { usages, type Verb } from "../prompt/command.ts";
import { milliseconds } from "../words/milliseconds.ts";

type Style = "typed" | "heard" | "plain" | "quiet" | "wrong";

export interface StyledText {
  style: Style;
  text: string;
}

/** The text of one line; `help` has several. None of it can move the cursor. */
export function written(line: Line, { terminal: words, colon }: Words<"terminal">): StyledText[] {
  const one = (style: Style, text: string): StyledText[] => [{ style, text: visible(text) }];
  switch (line.kind) {
    case "typed":
      return one("typed", `> ${line.text}`);
    case "heard":
      // Not ←, which the font for code lacks: a wider one would cover the space after it.
      return one("heard", `↓ ${line.event} ${line.text}`);
    case "answer":
      return one("plain", words.answer(line.text, milliseconds(line.ms)));
    case "no-answer":
      return one("wrong", words.noAnswer(milliseconds(line.ms)));
    case "connected":
      return one("quiet", words.connected(line.id));
    case "upgraded":
      return one("quiet", words.upgraded(line.transport));
    case "disconnected":
      return one("quiet", words.disconnected(line.text));
    case "cannot-connect":
      return one("wrong", words.cannotConnect(line.text));
    case "refused":
      return one("wrong", line.text);
    case "problem":
      return one("wrong", words.problem(line.problem));
    case "choices":
      return one("quiet", line.text);
    case "buffered":
      return one("quiet", words.buffered);
    case "already":
      return one("quiet", words.already);
    case "not-connected":
      return one("quiet", words.notConnected);
    case "help":
      return [
        { style: "plain", text: words.help },
        ...(Object.keys(usages) as Verb[]).map(
          (verb): StyledText => ({
            style: "plain",
            text: `  ${usages[verb]}${colon}${words.usage[verb]}`,
          }),
        ),
      ];
    case "clear":
      return [];
  }
}
