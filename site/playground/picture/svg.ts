// The picture as the page shows it → a self-contained SVG: boxes, lines of text and drawings, with every colour, font
// and length resolved. Nothing in it is HTML, so every viewer shows it.

import { element, escaped } from "../../svg-text.ts";
import { drawingOf } from "./drawing.ts";
import { boxOf, isInvisible, type Origin, type SvgPicture } from "./shapes.ts";
import { textsOf } from "./text-lines.ts";

const margin = 12;

/**
 * @param title what the picture shows, for those who can't see it.
 * @param styles CSS to put into the file: its fonts.
 */
export function pictureSvg(root: HTMLElement, title: string, styles = ""): SvgPicture {
  const { left, top, width, height } = root.getBoundingClientRect();
  const origin = { left: left - margin, top: top - margin, scale: width / root.offsetWidth || 1 };
  const used = new Map<string, Set<string>>();
  const parts: string[] = [];
  draw(root, origin, parts, used);
  const [w, h] = [Math.ceil(width + 2 * margin), Math.ceil(height + 2 * margin)];
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">`,
    `<title>${escaped(title)}</title>`,
    styles && `<style>${styles}</style>`,
    element("rect", { width: w, height: h, fill: groundOf(root) }),
    ...parts,
    "</svg>",
  ].join("\n");
  return { svg, width: w, height: h, used };
}

function draw(node: Element, origin: Origin, into: string[], used: SvgPicture["used"]): void {
  const style = getComputedStyle(node);
  if (isInvisible(node, style)) return;
  const opacity = Number(style.opacity);
  if (opacity < 1) into.push(`<g opacity="${opacity}">`);
  if (node instanceof SVGSVGElement) into.push(drawingOf(node, origin, used));
  else if (node instanceof HTMLElement) {
    into.push(...boxOf(node, style, origin));
    for (const child of inOrder(node)) {
      if (child instanceof Text) into.push(...textsOf(child, origin, used));
      else if (child instanceof Element) draw(child, origin, into, used);
    }
  }
  if (opacity < 1) into.push("</g>");
}

/** What lies above comes later. */
function inOrder(node: HTMLElement): ChildNode[] {
  const level = (child: ChildNode) =>
    child instanceof Element ? Number(getComputedStyle(child).zIndex) || 0 : 0;
  return [...node.childNodes].sort((one, two) => level(one) - level(two));
}

/** The colour that the picture stands on. */
function groundOf(node: Element | null): string {
  for (let at = node; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
  }
  return "#ffffff";
}
