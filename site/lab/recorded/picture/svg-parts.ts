// The elements that a picture is written with, as SVG text. Their looks are in picture.css.
import { element, escaped } from "../../../svg-text.ts";

const round = (value: number): number => Math.round(value * 10) / 10;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const rect = (look: string, { x, y, width, height }: Box): string =>
  element("rect", {
    class: look,
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    rx: 8,
  });

export const circle = (look: string, x: number, y: number, r: number): string =>
  element("circle", { class: look, cx: round(x), cy: round(y), r });

export const path = (look: string, d: string): string => element("path", { class: look, d });

export const text = (look: string, x: number, y: number, value: string): string =>
  `<text class="${look}" x="${round(x)}" y="${round(y)}">${escaped(value)}</text>`;
