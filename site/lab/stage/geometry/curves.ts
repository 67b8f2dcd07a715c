// Curves, as lines are drawn and packets move on them. Pure.

import type { Point } from "../stage-types.ts";

/** A cubic curve: start, two controls, end. */
export type Curve = readonly [Point, Point, Point, Point];

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
