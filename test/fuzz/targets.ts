// All that is fuzzed, and how many inputs of a run each gets.
import { ofBytes } from "./bytes.ts";
import { ofEvents } from "./events.ts";
import { ofFound } from "./found.ts";
import { ofHttp } from "./http.ts";
import { ofHttpBytes } from "./http-bytes.ts";
import { ofLessons } from "./lessons.ts";
import { ofProcessMessages } from "./process-messages.ts";
import { ofRedisBytes } from "./redis-bytes.ts";
import type { Target } from "./target.ts";
import { ofFrames } from "./ws-bytes.ts";

/** Plain functions, which take most of the inputs, and what is reached over sockets. A long run feeds both at a time. */
export const lanes = {
  functions: [...ofBytes, ...ofLessons, ...ofProcessMessages],
  sockets: [...ofFound, ...ofHttpBytes, ...ofFrames, ...ofRedisBytes, ...ofHttp, ...ofEvents],
} satisfies Record<string, Target[]>;

export type Lane = keyof typeof lanes;

export const targets: Target[] = Object.values(lanes).flat();

/** So many of `all` inputs. */
export function inputsOf({ share }: Target, all: number): number {
  const sum = targets.reduce((total, one) => total + one.share, 0);
  return Math.round((all * share) / sum);
}
