// The answer to an experiment's question, as it's being chosen.
import { allowsSeveral, type Prediction, tokensOf } from "./prediction-kinds.ts";

/** `[]` means nobody, or none of the options; null means no answer yet. */
export type Answer = readonly string[] | null;

/** The answer after one more choice. Without a token, it's about "nobody", or "none of them". */
export function choose(
  asked: Prediction,
  before: Answer,
  token: string | undefined,
  isChosen: boolean,
): Answer {
  if (token === undefined) return isChosen ? [] : null;
  if (asked.kind === "order") return placed(before?.[0] ?? "", token, isChosen);
  if (!allowsSeveral(asked)) return isChosen ? [token] : null;
  const others = (before ?? []).filter((one) => one !== token);
  if (isChosen) return [...others, token];
  return others.length ? others : null;
}

/** Adds an option at the end, or removes it and all after it. */
function placed(order: string, token: string, isChosen: boolean): Answer {
  const kept = order.includes(token) ? order.slice(0, order.indexOf(token)) : order;
  const after = isChosen ? kept + token : kept;
  return after === "" ? null : [after];
}

/** Whether the answer is complete: an order has to name every option. */
export function isWhole(asked: Prediction, answer: Answer): boolean {
  if (answer === null) return false;
  return asked.kind !== "order" || answer[0]?.length === tokensOf(asked, []).length;
}

/** Whether a saved answer fits this question: the lesson may have asked something else then. */
export function isAnswerTo(asked: Prediction, clients: readonly string[], answer: Answer): boolean {
  const tokens = tokensOf(asked, clients);
  const given = asked.kind === "order" ? [...(answer?.[0] ?? "")] : (answer ?? []);
  return given.every((token) => tokens.includes(token));
}

/** An answer that was begun before the page was live, joined with one that was saved. */
export function joined(asked: Prediction, saved: Answer, early: Answer): Answer {
  if (!early?.length || !allowsSeveral(asked)) return early ?? saved;
  return [...new Set([...(saved ?? []), ...early])];
}
