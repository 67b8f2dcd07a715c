// Moves through a page by keyboard only, and finds out what has the focus.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

const maxStops = 120;

/** Presses Tab until `target` has the focus. Fails if that never happens, or if the focus isn't visible at a stop on the way. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const unseen: string[] = [];
  const element = await target.elementHandle();
  for (let stop = 0; stop < maxStops; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(focusedStop, element);
    if (focused && !focused.isSeen) unseen.push(focused.name);
    if (focused?.isTarget) {
      expect(unseen, "focused, but not visibly").toEqual([]);
      return;
    }
  }
  throw new Error(`Pressing Tab ${maxStops} times did not reach ${target}.`);
}

/** What has the focus, and whether an outline, ring or bar shows it there or on its container. */
function focusedStop(
  target: Element | null,
): { name: string; isSeen: boolean; isTarget: boolean } | undefined {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return undefined;
  for (const animation of focused.getAnimations({ subtree: true })) animation.finish();
  const drawn = (color: string) => !/^(transparent|rgba\(.*, 0\))$/.test(color);
  const shows = (element: Element) => {
    const style = getComputedStyle(element);
    const outlined =
      style.outlineStyle !== "none" &&
      Number.parseFloat(style.outlineWidth) >= 1 &&
      drawn(style.outlineColor);
    return outlined || style.boxShadow !== "none";
  };
  const around: Element[] = [];
  for (let element: Element | null = focused; element && around.length < 4; element = element.parentElement) {
    around.push(element);
  }
  const { content, backgroundColor } = getComputedStyle(focused, "::after");
  return {
    isTarget: focused === target,
    name: `${focused.tagName.toLowerCase()} “${focused.getAttribute("aria-label") ?? focused.textContent?.trim().slice(0, 40)}”`,
    isSeen:
      focused.matches(":focus-visible") &&
      (around.some(shows) || (content !== "none" && drawn(backgroundColor))),
  };
}
