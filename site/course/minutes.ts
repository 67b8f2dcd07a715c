// How long a page takes, computed from its words and its tasks.
import { stepsIn } from "./experiments.ts";

const wordsPerMinute = 200;
/** For thinking, choosing, running, watching and comparing. The lab itself needs about a second of it. */
const perExperiment = 1;
/** Reading a few lines of code. */
const perSource = 0.5;
/** For finding one fault, measuring the costs, or answering a question without a lab. */
const perTool: Record<string, number> = { FindTheFault: 5, Costs: 2, Ask: 0.3 };

const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;

/** Minutes, not rounded, for the MDX of a page in English. What is folded doesn't count. */
export function minutesFor(text: string): number {
  const body = text
    .replace(/^---[\s\S]*?\n---/, "")
    .replace(/^import .*$/gm, "")
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, "") // proofs: claims.ts
    .replace(/<details>[\s\S]*?<\/details>/g, "")
    .replace(/<Exercise\n[\s\S]*?^<\/Exercise>$/gm, ""); // nobody has to do them
  const prose = body.replace(/<Experiment[\s\S]*?^>$/gm, "").replace(/<[^>]+>/g, " ");
  const questions = stepsIn(body).map(({ question }) => question);
  const words = count([prose, ...questions].join(" "), /[\p{L}\p{N}][\p{L}\p{N}.'’-]*/gu);
  const tools = Object.entries(perTool).reduce(
    (sum, [tool, minutes]) => sum + minutes * count(body, new RegExp(`<${tool}\\b`, "g")),
    0,
  );
  return (
    words / wordsPerMinute + questions.length * perExperiment + count(body, /<Source/g) * perSource + tools
  );
}
