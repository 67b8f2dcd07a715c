// Runs axe-core on a page's current state.
import axe from "axe-core";
import type { Page } from "playwright-core";

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** axe's findings, a line each: the rule, the element, and how to fix it. All rules, unless some are named. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated, because the page only lets in scripts that were built into it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    // A colour in transition isn't meant to be read.
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<Found> } };
    const found = await axe.run({
      resultTypes: ["violations"],
      // A rule of WCAG 2.2 that axe skips unless it's requested.
      rules: { "target-size": { enabled: true } },
      ...(only ? { runOnly: { type: "rule", values: only } } : {}),
    });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
    );
  }, rules);
}
