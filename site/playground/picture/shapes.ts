// The box of an HTML element as shapes: its background and its border.
import { element } from "../../svg-text.ts";

export interface SvgPicture {
  svg: string;
  width: number;
  height: number;
  /** The families and characters in it, for the fonts to embed. */
  used: Map<string, Set<string>>;
}

/** How to convert positions: the picture's corner in the window, and its scale there. */
export interface Origin {
  left: number;
  top: number;
  scale: number;
}

export const round = (value: number): number => Math.round(value * 100) / 100;

const isClear = (colour: string): boolean => colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);

/** Elements that are hidden, not for paper, or only for screen readers. */
export function isInvisible(node: Element, style: CSSStyleDeclaration): boolean {
  return (
    style.display === "none" ||
    style.visibility !== "visible" ||
    Number(style.opacity) === 0 ||
    node.classList.contains("print:hidden") ||
    node.classList.contains("ct-unseen")
  );
}

export function boxOf(node: HTMLElement, style: CSSStyleDeclaration, origin: Origin): string[] {
  const { left, top, width, height } = node.getBoundingClientRect();
  if (width === 0 || height === 0) return [];
  const { scale } = origin;
  const turn = turnOf(style.transform);
  // A turned element is smaller than the box around it.
  const [w, h] = turn ? [node.offsetWidth * scale, node.offsetHeight * scale] : [width, height];
  const x = left - origin.left + (width - w) / 2;
  const y = top - origin.top + (height - h) / 2;
  const border = borderOf(style, scale);
  const fill = isClear(style.backgroundColor) ? "none" : style.backgroundColor;
  if (fill === "none" && !border) return [];
  const inset = (border?.width ?? 0) / 2;
  const radius = Math.min((Number.parseFloat(style.borderTopLeftRadius) || 0) * scale, w / 2, h / 2);
  const isRound = style.borderTopLeftRadius.endsWith("%");
  return [
    element("rect", {
      x: round(x + inset),
      y: round(y + inset),
      width: round(Math.max(0, w - 2 * inset)),
      height: round(Math.max(0, h - 2 * inset)),
      rx: isRound ? round(w / 2) : round(Math.max(0, radius - inset)),
      fill,
      stroke: border?.colour,
      "stroke-width": border && round(border.width),
      "stroke-dasharray": border?.dashes,
      transform: turn ? `rotate(${turn} ${round(x + w / 2)} ${round(y + h / 2)})` : undefined,
    }),
  ];
}

/** The border, where it is the same on all sides; undefined where there is none. */
function borderOf(style: CSSStyleDeclaration, scale: number) {
  const width = Number.parseFloat(style.borderTopWidth) * scale;
  const isThere = width > 0 && style.borderTopStyle !== "none" && !isClear(style.borderTopColor);
  if (!isThere || style.borderLeftWidth !== style.borderTopWidth) return undefined;
  const dashes = style.borderTopStyle === "dashed" ? `${round(width * 2.2)} ${round(width * 2)}` : undefined;
  return { width, colour: style.borderTopColor, dashes };
}

/** Degrees that an element is turned by. */
function turnOf(transform: string): number {
  if (transform === "none") return 0;
  const { a, b } = new DOMMatrix(transform);
  return Math.round((Math.atan2(b, a) * 180) / Math.PI);
}
