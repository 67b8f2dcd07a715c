// Everything that is fuzzed, and how many inputs of a run each gets.

import type { Target } from "./target.ts";
import { ofBytes } from "./targets/bytes.ts";
import { ofFound } from "./targets/found.ts";
import { ofHttp } from "./targets/http.ts";
import { ofHttpBytes } from "./targets/http-bytes.ts";
import { ofLessons } from "./targets/lessons.ts";
import { ofProcessMessages } from "./targets/process-messages.ts";
import { ofRedisBytes } from "./targets/redis-bytes.ts";
import { ofEvents } from "./targets/socket-events.ts";
import { ofFrames } from "./targets/ws-bytes.ts";

/** Plain functions, which take most of the inputs, and targets behind sockets. A long run feeds both at the same time. */
export const groups = {
  functions: [...ofBytes, ...ofLessons, ...ofProcessMessages],
  sockets: [...ofFound, ...ofHttpBytes, ...ofFrames, ...ofRedisBytes, ...ofHttp, ...ofEvents],
} satisfies Record<string, Target[]>;

export type Group = keyof typeof groups;

export const targets: Target[] = Object.values(groups).flat();

/** A target's share of `all` inputs. */
export function inputsOf({ share }: Target, all: number): number {
  const sum = targets.reduce((total, one) => total + one.share, 0);
  return Math.round((all * share) / sum);
}
