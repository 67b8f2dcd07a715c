// What an answer's token says in the reader's language.
import { mapText, never, noPublish, type Prediction } from "../predict/prediction-kinds.ts";
import { timeOf } from "../predict/same-answer.ts";
import type { LabWords } from "../words/en/all.ts";

/** May contain code between backticks. */
export function tokenText(asked: Prediction, token: string, words: LabWords["experiment"]): string {
  switch (asked.kind) {
    case "hears":
      return `${token} ${words.hears}`;
    case "receivers":
      return token === noPublish ? words.noPublish : token;
    case "arrives":
      return token === never ? words.never : words.after(timeOf(token)?.ms ?? 0);
    default:
      return optionTexts(asked)[Number(token) - 1] ?? "";
  }
}

/** The text of each option; none if answers aren't options. */
export function optionTexts(asked: Prediction): string[] {
  switch (asked.kind) {
    case "line":
    case "order":
      return asked.options.map(({ text }) => text);
    case "change":
      return asked.options.map(({ becomes }) => `\`${becomes}\``);
    case "maps":
      return asked.options.map((option) => `${option.server.toUpperCase()}: \`${mapText(option)}\``);
    default:
      return [];
  }
}

/** What is asked, for a class's cards to read from the page (site/workshop/learner/page-questions.ts); nothing if it's who hears it. */
export const asksText = (asked: Prediction): string | undefined =>
  asked.kind === "hears" ? undefined : JSON.stringify({ kind: asked.kind, options: optionTexts(asked) });

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
