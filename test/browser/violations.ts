// axe-core on a page as it is now.
import axe from "axe-core";
import type { Page } from "playwright-core";

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe finds, a line each: the rule, the element, and how to mend it. All rules, unless some are named. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated, since the page lets no script in that was not built into it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    // A colour in the middle of its change is nobody's to read.
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<Found> } };
    const found = await axe.run({
      resultTypes: ["violations"],
      // WCAG 2.2's, which axe leaves out unless it is asked.
      rules: { "target-size": { enabled: true } },
      ...(only ? { runOnly: { type: "rule", values: only } } : {}),
    });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
    );
  }, rules);
}
