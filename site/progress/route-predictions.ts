// What was predicted on a route, and how it turned out: what the page at its end lists.
import { cableStates } from "../../servers/protocol.ts";
import type { Route } from "../course/course.ts";
import type { Reason } from "../lab/derive/reasons.ts";
import { hasReceived, type Result } from "../lab/derive/result.ts";
import { isRight, isRightAbout, type SavedExperiment } from "../lab/experiment/prediction.ts";
import { noPublish } from "../lab/predict/same-answer.ts";
import type { ProgressWords } from "./words/en.ts";

export interface Answer {
  /** `lesson#experiment` */
  key: string;
  question: string;
  href: string;
  /** The clients predicted to hear it, or another answer's tokens. */
  said: readonly string[];
  /** Who did, or the right answer. */
  was: readonly string[];
  isRight: boolean;
  /** The clients about which the prediction was wrong, with what they got. */
  differences: readonly (readonly [client: string, Result])[];
}

export interface Answers {
  right: Answer[];
  wrong: Answer[];
  /** Without a prediction, or not run since. */
  open: Pick<Answer, "key" | "question" | "href">[];
}

/** @param kept by `lesson#experiment`. */
export function answersOn(
  { pages }: Pick<Route, "pages">,
  kept: Readonly<Record<string, SavedExperiment>>,
): Answers {
  const answers: Answers = { right: [], wrong: [], open: [] };
  for (const { slug, href, steps } of pages) {
    for (const { id, question } of steps) {
      const key = `${slug}#${id}`;
      const step = { key, question, href: `${href}#${id}` };
      const answer = answerOf(step, kept[key]);
      if (!answer) answers.open.push(step);
      else answers[answer.isRight ? "right" : "wrong"].push(answer);
    }
  }
  return answers;
}

function answerOf(
  step: Pick<Answer, "key" | "question" | "href">,
  kept: SavedExperiment | undefined,
): Answer | undefined {
  const { predicted, results = [], was: tokens } = kept ?? { predicted: null };
  if (predicted === null || results.length === 0) return undefined;
  if (tokens)
    return {
      ...step,
      said: predicted,
      was: tokens,
      isRight: isRight({ predicted, results, was: tokens }) ?? false,
      differences: [],
    };
  const differences = results.filter((one) => isRightAbout({ predicted }, one) === false);
  const was = results.filter(([, result]) => hasReceived(result)).map(([client]) => client);
  return { ...step, said: predicted, was, isRight: differences.length === 0, differences };
}

/** An answer's token as these pages show it: a client's name, an option's number, or the numbers of an order. */
export function tokenText(token: string, words: Pick<ProgressWords, "noPublish">): string {
  if (token === noPublish) return words.noPublish;
  return /^\d{3,}$/.test(token) ? [...token].join(" → ") : token;
}

const isServer = (value: unknown) => value === "a" || value === "b";
const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => Number.isFinite(value);
const isCable = (value: unknown) => cableStates.some((state) => state === value);

/** What each reason has besides its name. */
const parts: Record<Reason["why"], Record<string, (value: unknown) => boolean>> = {
  unhandled: { server: isServer, event: isText },
  "sender-unlinked": { server: isServer, other: isServer },
  "not-carried": { server: isServer, other: isServer },
  "receiver-unlinked": { server: isServer },
  late: { server: isServer, ms: isNumber },
  cable: { server: isServer, state: isCable },
  "redis-down": {},
  "server-down": { server: isServer },
  "sender-left": { client: isText, server: isServer },
  "not-taken": { server: isServer },
  "not-published": { server: isServer },
  "links-differ": {},
  "keys-differ": {},
  left: {},
  refused: { text: isText },
  unknown: { server: isServer },
  hidden: {},
};

/** The reason of a silence, as saved in the browser or a file; undefined if it is invalid. */
export function reasonOf(result: Result): Reason | undefined {
  if (result.got !== "nothing" || typeof result.reason !== "object" || result.reason === null)
    return undefined;
  const reason: Readonly<Record<string, unknown>> = { ...result.reason };
  const { why } = reason;
  if (typeof why !== "string" || !Object.hasOwn(parts, why)) return undefined;
  const known = parts[why as Reason["why"]];
  return Object.entries(known).every(([part, isValid]) => isValid(reason[part])) ? result.reason : undefined;
}
