// What to say about a wrong answer: the sentence for its own wrong idea.
import type { Prediction } from "./prediction-kinds.ts";
import { isSameAnswer, never, timeOf } from "./same-answer.ts";

/**
 * One sentence for each wrong idea, in the order of the options; none for a right answer.
 * @param was the right answer.
 */
export function explanationsFor(
  asked: Prediction,
  said: readonly string[],
  was: readonly string[],
): string[] {
  const differs = (token: string) => said.includes(token) !== was.includes(token);
  switch (asked.kind) {
    case "hears":
      return Object.entries(asked.wrong ?? {}).flatMap(([name, text]) => (differs(name) ? [text] : []));
    case "receivers":
      return said.flatMap((token) => (differs(token) ? (asked.wrong[token] ?? []) : []));
    case "line":
    case "change":
      return said.flatMap((token) => (differs(token) ? (asked.options[Number(token) - 1]?.wrong ?? []) : []));
    case "maps":
      return asked.options.flatMap(({ wrong }, index) => (differs(String(index + 1)) ? [wrong] : []));
    case "order": {
      const isBefore = (order: string | undefined, first: number, second: number) =>
        (order ?? "").indexOf(String(first)) < (order ?? "").indexOf(String(second));
      const wrong = asked.wrong.find(
        ({ first, second }) => isBefore(said[0], first, second) && !isBefore(was[0], first, second),
      );
      return wrong ? [wrong.wrong] : [];
    }
    case "arrives": {
      if (said.length === 0 || isSameAnswer(said, was)) return [];
      if (said[0] === never) return [asked.never];
      const ms = timeOf(said[0])?.ms ?? 0;
      const wrong = asked.wrong.find(({ below }) => below === undefined || ms < below);
      return wrong ? [wrong.wrong] : [];
    }
  }
}
