// What each experiment asks, read from its lesson's text, so that a workshop's pages can say what an answer means. Runs at build time.
import { runInNewContext } from "node:vm";
import { tokenText } from "../lab/experiment/token-text.ts";
import type { Prediction } from "../lab/predict/prediction-kinds.ts";
import { experiment as words } from "../lab/words/en/experiment.ts";

export interface StepAsks {
  kind: Prediction["kind"];
  /** The text of each option, in order; may contain code between backticks. Empty if answers aren't options. */
  options: string[];
}

/** What the experiment of this `id` asks in this text. Throws if its `predict` can't be read. */
export function asksIn(body: string, id: string): StepAsks {
  const step = new RegExp(`^<Experiment\\s+id="${id}"\\n[\\s\\S]*?^>$`, "m").exec(body)?.[0] ?? "";
  const written = /^ {2}predict=\{(?<value>\{(?:.*|[\s\S]*?\n {2})\})\}$/m.exec(step)?.groups?.value;
  if (written === undefined) return { kind: "hears", options: [] };
  const predict = runInNewContext(`(${written})`) as Prediction; // its schema is checked where the lesson is built
  return { kind: predict.kind, options: optionTexts(predict) };
}

/** The text of each option; none if answers aren't options. Only other answers need the reader's language. */
export const optionTexts = (asked: Prediction): string[] =>
  "options" in asked ? asked.options.map((_, index) => tokenText(asked, String(index + 1), words)) : [];
