// What an answer's token says in the reader's language.
import { mapText, type Prediction } from "../predict/prediction-kinds.ts";
import { never, noPublish, timeOf } from "../predict/same-answer.ts";
import type { LabWords } from "../words/en/all.ts";

/** May contain code between backticks. */
export function tokenText(asked: Prediction, token: string, words: LabWords["experiment"]): string {
  const index = Number(token) - 1;
  switch (asked.kind) {
    case "hears":
      return `${token} ${words.hears}`;
    case "receivers":
      return token === noPublish ? words.noPublish : token;
    case "line":
    case "order":
      return asked.options[index]?.text ?? "";
    case "arrives":
      return token === never ? words.never : words.after(timeOf(token)?.ms ?? 0);
    case "change": {
      const option = asked.options[index];
      return option ? `\`${option.becomes}\`` : "";
    }
    case "maps": {
      const option = asked.options[index];
      return option ? `${option.server.toUpperCase()}: \`${mapText(option)}\`` : "";
    }
  }
}

/** A complete answer as text. An order is written from first to last. */
export function answerText(
  asked: Prediction,
  answer: readonly string[],
  words: LabWords["experiment"],
): string {
  if (asked.kind === "order")
    return [...(answer[0] ?? "")].map((token) => tokenText(asked, token, words)).join(" → ");
  if (answer.length > 0)
    return answer
      .toSorted()
      .map((token) => tokenText(asked, token, words))
      .join(" · ");
  if (asked.kind === "maps") return words.noMap;
  return asked.kind === "hears" ? words.nobody : words.notSeen;
}
