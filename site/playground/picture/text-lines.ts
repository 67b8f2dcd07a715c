// A text of the page as lines of text in the file, each on the baseline that the browser put it on.

import { escaped } from "../../svg-text.ts";
import { type Origin, round, type SvgPicture } from "./shapes.ts";

/** Remembers which characters a family is used for. */
export function note(used: SvgPicture["used"], family: string, text: string): void {
  const known = used.get(family) ?? new Set();
  for (const char of text) known.add(char);
  used.set(family, known);
}

interface Line {
  text: string;
  left: number;
  right: number;
  top: number;
}

export function textsOf(node: Text, origin: Origin, used: SvgPicture["used"]): string[] {
  const parent = node.parentElement;
  if (!parent || !node.data.trim()) return [];
  const style = getComputedStyle(parent);
  const { scale } = origin;
  const ascent = ascentOf(style) * scale;
  return linesOf(node)
    .map((line) => shortened(line, parent, style))
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, left, right, top }) => {
      note(used, style.fontFamily, text);
      const attributes = [
        `x="${round(left - origin.left)}"`,
        `y="${round(top - origin.top + ascent)}"`,
        `font-family="${escaped(style.fontFamily.replaceAll('"', "'"))}"`,
        `font-size="${round(Number.parseFloat(style.fontSize) * scale)}"`,
        `font-weight="${style.fontWeight}"`,
        `fill="${style.color}"`,
        // With another font it still has the same width.
        `textLength="${round(right - left)}" lengthAdjust="spacingAndGlyphs"`,
        'xml:space="preserve"',
      ];
      return `<text ${attributes.join(" ")}>${escaped(text)}</text>`;
    });
}

/** The lines that the browser broke a text into. */
function linesOf(node: Text): Line[] {
  const range = document.createRange();
  const lines: Line[] = [];
  let at = 0;
  for (const char of node.data) {
    range.setStart(node, at);
    at += char.length;
    range.setEnd(node, at);
    const [rect] = range.getClientRects();
    if (!rect || rect.width === 0) continue;
    const { left, right, top } = rect;
    const line = lines.at(-1);
    const shown = /\s/.test(char) ? " " : char;
    if (line && Math.abs(line.top - top) < 2) {
      line.text += shown;
      line.right = right;
    } else lines.push({ text: shown, left, right, top });
  }
  return lines;
}

/** A line that is wider than its place ends in "…", as on the page. */
function shortened(line: Line, parent: Element, style: CSSStyleDeclaration): Line {
  const place = parent.getBoundingClientRect();
  const isCut = style.textOverflow === "ellipsis" && line.right > place.right + 1;
  if (!isCut) return line;
  const chars = [...line.text];
  const each = (line.right - line.left) / chars.length;
  const fitting = Math.max(1, Math.floor((place.right - line.left) / each) - 1);
  return { ...line, text: `${chars.slice(0, fitting).join("")}…`, right: line.left + each * (fitting + 1) };
}

const canvas = document.createElement("canvas").getContext("2d");

/** How far below the top of its line a text's baseline is, in pixels before any enlargement. */
function ascentOf({ fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number {
  if (!canvas) return Number.parseFloat(fontSize);
  canvas.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return canvas.measureText("x").fontBoundingBoxAscent;
}
