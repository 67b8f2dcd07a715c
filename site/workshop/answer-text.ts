// What an answer says, in a few words, where its question is shown with it.
import type { WholeAnswer } from "../../servers/histogram.ts";
import type { StepAsks } from "../course/step-asks.ts";
import { never, noPublish, timeOf } from "../lab/predict/same-answer.ts";
import type { WorkshopWords } from "./words/en.ts";

/** May contain code between backticks. `asks` is undefined for an experiment that the course no longer has. */
export function answerText(
  asks: StepAsks | undefined,
  answer: WholeAnswer,
  words: WorkshopWords["histogram"],
): string {
  const [first = ""] = answer;
  const option = (token: string) => asks?.options[Number(token) - 1] ?? token;
  switch (asks?.kind) {
    case "receivers":
      return first === noPublish ? words.noPublish : words.receivers(Number(first));
    case "arrives":
      return first === never ? words.never : words.after(timeOf(first)?.ms ?? 0);
    case "order":
      return [...first].map(option).join(" → ");
    case "line":
    case "change":
      return option(first);
    case "maps":
      return answer.length === 0 ? words.noMap : answer.map(option).join(" · ");
    default:
      return answer.length === 0 ? words.nobody : words.hear(answer);
  }
}
