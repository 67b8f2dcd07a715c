// The cables of the picture, and curves in general. Pure.

import type { ServerName } from "../../../../servers/protocol.ts";
import type { Point } from "../stage-types.ts";
import type { Layout } from "./layout.ts";

/** A cubic curve: start, two controls, end. */
export type Curve = readonly [Point, Point, Point, Point];

/** The cable between a server and Redis, from the server down; `shift` moves it sideways. */
export function cable(at: Layout, name: ServerName, shift = 0): Curve | undefined {
  const box = at.servers.find((server) => server.name === name)?.box;
  if (!box || !at.redis) return undefined;
  const x = box.x + box.width / 2;
  // Straight down, if Redis is wide enough.
  const endX = Math.min(at.redis.x + at.redis.width - 36, Math.max(at.redis.x + 36, x));
  const start = { x: x + shift, y: box.y + box.height };
  const end = { x: endX + shift, y: at.redis.y };
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle + 12 }, { x: end.x, y: middle - 12 }, end];
}

/** The point at `t`, from 0 to 1. */
export function pointAt([one, two, three, four]: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return { x: mix(one.x, two.x, three.x, four.x), y: mix(one.y, two.y, three.y, four.y) };
}

/** As SVG draws it. */
export function pathOf([one, two, three, four]: Curve): string {
  return `M${rounded(one)}C${rounded(two)} ${rounded(three)} ${rounded(four)}`;
}

/** A point as SVG's paths have it, to a tenth of a pixel. */
export const rounded = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

const round = (value: number) => Math.round(value * 10) / 10;
