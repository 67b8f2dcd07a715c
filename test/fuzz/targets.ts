// All that is fuzzed, and how many inputs of a run each gets.
import { ofBytes } from "./bytes.ts";
import { ofEvents } from "./events.ts";
import { ofHttp } from "./http.ts";
import { ofLessons } from "./lessons.ts";
import type { Target } from "./target.ts";

export const targets: Target[] = [...ofBytes, ...ofLessons, ...ofHttp, ...ofEvents];

/** So many of `all` inputs. */
export function inputsOf({ share }: Target, all: number): number {
  const sum = targets.reduce((total, one) => total + one.share, 0);
  return Math.round((all * share) / sum);
}
