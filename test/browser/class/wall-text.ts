// Runs in the page: what can't be read on the wall, or isn't on it.

/** What is wrong with the texts that are seen: too small, outside the window, or over another text. */
export interface WallText {
  /** How many texts there are. */
  texts: number;
  faults: string[];
}

/** Self-contained, as it runs in the page. @param least the smallest size of a text, in CSS pixels. */
export function readWall(least: number): WallText {
  const faults: string[] = [];
  const seen: { text: string; rects: DOMRect[]; element: Element }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (!element || text === "" || element.closest("script, style, noscript, template, .ct-unseen")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(
      (rect) => rect.width > 1 && rect.height > 1 && !isCut(element, rect),
    );
    if (rects.length > 0) seen.push({ text: text.slice(0, 40), rects, element });
  }
  for (const { text, rects, element } of seen) {
    const { fontSize } = getComputedStyle(element);
    const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;
    const size = Number.parseFloat(fontSize) * scale;
    if (size < least - 0.05) faults.push(`"${text}" has ${Math.round(size * 10) / 10} px`);
    for (const { left, top, right, bottom } of rects) {
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
        faults.push(`"${text}" leaves the window at ${Math.round(right)}, ${Math.round(bottom)}`);
    }
  }
  seen.forEach((one, index) => {
    for (const two of seen.slice(index + 1)) {
      if (one.element.contains(two.element) || two.element.contains(one.element)) continue;
      if (one.rects.some((first) => two.rects.some((second) => meet(first, second))))
        faults.push(`"${one.text}" and "${two.text}" overlap`);
    }
  });
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight)
    faults.push(`the page is ${scrollWidth} × ${scrollHeight}`);
  return { texts: seen.length, faults };

  /** Lines after the last one that fits are cut off, with an ellipsis. */
  function isCut(element: Element, { top }: DOMRect): boolean {
    for (let at: Element | null = element; at; at = at.parentElement)
      if (getComputedStyle(at).overflow === "hidden" && top > at.getBoundingClientRect().bottom - 4)
        return true;
    return false;
  }

  function meet(one: DOMRect, two: DOMRect): boolean {
    const slack = 6;
    return (
      Math.min(one.right, two.right) - Math.max(one.left, two.left) > slack &&
      Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > slack
    );
  }
}
