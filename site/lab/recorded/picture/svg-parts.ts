// The elements that a picture is written with, as SVG text. Their looks are in picture.css.

export const escaped = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const round = (value: number): number => Math.round(value * 10) / 10;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const rect = (look: string, { x, y, width, height }: Box): string =>
  `<rect class="${look}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="8"/>`;

export const circle = (look: string, x: number, y: number, r: number): string =>
  `<circle class="${look}" cx="${round(x)}" cy="${round(y)}" r="${r}"/>`;

export const path = (look: string, d: string): string => `<path class="${look}" d="${d}"/>`;

export const text = (look: string, x: number, y: number, value: string): string =>
  `<text class="${look}" x="${round(x)}" y="${round(y)}">${escaped(value)}</text>`;
