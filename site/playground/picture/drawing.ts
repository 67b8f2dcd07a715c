// An SVG of the page, copied into the file at its position, with every style from the page's CSS written out.

import { type Origin, round, type SvgPicture } from "./shapes.ts";
import { note } from "./text-lines.ts";

const written = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset"],
  ...["stroke-linecap", "stroke-linejoin", "stroke-opacity", "paint-order"],
];
const writtenOfText = [
  ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "letter-spacing"],
];
/** Attributes that aren't copied. Those that set a part's position are; its styles come from the page's CSS. */
const dropped = /^(class|style|id|tabindex|role|focusable|aria-.*|data-.*|on.*)$/;

export function drawingOf(svg: SVGSVGElement, origin: Origin, used: SvgPicture["used"]): string {
  const at = svg.getScreenCTM();
  if (!at) return "";
  const copy = svg.cloneNode(true) as SVGSVGElement;
  resolve(svg, copy, used);
  const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
  const place = [at.a, at.b, at.c, at.d, at.e - origin.left, at.f - origin.top].map(round);
  group.setAttribute("transform", `matrix(${place.join(" ")})`);
  group.append(...copy.childNodes);
  return new XMLSerializer().serializeToString(group);
}

/** Writes the styles of `from`, which is in the page, into `to`, which is its copy. */
function resolve(from: Element, to: Element, used: SvgPicture["used"]): void {
  const style = getComputedStyle(from);
  for (const { name } of [...to.attributes]) if (dropped.test(name)) to.removeAttribute(name);
  if (style.display === "none" || style.visibility !== "visible") {
    to.remove();
    return;
  }
  const isText = from instanceof SVGTextContentElement;
  const names = from instanceof SVGGraphicsElement ? [...written, ...(isText ? writtenOfText : [])] : [];
  for (const name of names) {
    const value = style.getPropertyValue(name);
    if (value && value !== "normal" && value !== "auto") to.setAttribute(name, value.replaceAll('"', "'"));
  }
  if (style.opacity !== "1") to.setAttribute("opacity", style.opacity);
  if (isText) note(used, style.fontFamily, from.textContent ?? "");
  const pairs = [...from.children].map((child, index) => [child, to.children[index]] as const);
  for (const [child, copy] of pairs) if (copy) resolve(child, copy, used);
}
