// What a learner's page reports about its progress, and its place in the course.
import type { Votes } from "../../servers/histogram.ts";
import type { ExperimentProgress, Place, Progress } from "../../servers/protocol-workshop.ts";
import { withoutBase } from "../base.ts";
import { isOn, routeNames } from "../course/routes.ts";
import { addressIn, type Locale } from "../locale.ts";
import type { Answered } from "./learner/answers.ts";

/**
 * @param reached by `lesson#experiment`.
 * @param votes of the experiments that had a second vote, by the same.
 * @param now this browser's clock; only differences are sent.
 */
export function progressOf(
  reached: Readonly<Record<string, Answered>>,
  votes: Readonly<Record<string, Votes>>,
  at: Place | null,
  now: number,
): Progress {
  const done: Record<string, ExperimentProgress> = {};
  for (const key of new Set([...Object.keys(reached), ...Object.keys(votes)])) {
    const { predicted = null, passed = false, isRight, happened, at = now } = reached[key] ?? {};
    if (predicted === null && !passed && !votes[key]) continue;
    done[key] = {
      predicted: predicted && [...predicted],
      ...(isRight !== undefined && { isRight }),
      ...(happened && { happened: [...happened] }),
      ...(votes[key] && { votes: votes[key] }),
      passed,
      agoMs: Math.max(0, Math.round(now - (at ?? now))),
    };
  }
  return { at, done };
}

/** The lesson of a page by its path, in either language; undefined if there is none. */
export function lessonOf(path: string): string | undefined {
  const slug = /^(?:\/zh-cn)?\/([^/]+)\/?(?:index\.html)?$/.exec(withoutBase(path))?.[1];
  return slug !== undefined && routeNames.some((route) => isOn(route, slug)) ? slug : undefined;
}

/** The address of a place, in one language. */
export const addressOf = ({ lesson, experiment }: Place, locale: Locale): string =>
  addressIn(locale, `/${lesson}/${experiment === null ? "" : `#${experiment}`}`);

export const isSamePlace = (one: Place | null, two: Place | null): boolean =>
  one?.lesson === two?.lesson && one?.experiment === two?.experiment;
