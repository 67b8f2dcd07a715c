// Lighthouse's scores for a lesson's page, on the phone it simulates. It's downloaded for the measurement, pinned, and isn't a
// dependency: with everything it needs it has 114 packages, 176 MB, which every learner would install.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { freePort } from "../../servers/redis/free-port.ts";
import { launch } from "../../test/browser/launch.ts";
import type { Row } from "../measure.ts";

const version = "13.5.0";
const lesson = "/07-the-adapter/";
/** Another program that uses the processor for a moment costs points that aren't the page's fault. */
const tries = 3;
const targets = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 } as const;
type Category = keyof typeof targets;
type Report = { categories: Record<Category, { score: number }> };

const run = promisify(execFile);

export async function lighthouse(playground: string): Promise<Row[]> {
  const port = await freePort();
  const browser = await launch(`--remote-debugging-port=${port}`);
  try {
    const reports: Report[] = [];
    for (let count = 0; count < tries; count += 1) reports.push(await report(playground, port));
    return (Object.keys(targets) as Category[]).map((category) => {
      const best = Math.max(...reports.map(({ categories }) => Math.round(categories[category].score * 100)));
      return {
        what: `Lighthouse ${version} on a lesson, phone: ${category} (best of ${tries})`,
        measured: String(best),
        target: { text: `≥ ${targets[category]}`, met: best >= targets[category] },
      };
    });
  } catch (error) {
    const [reason = ""] = String(error instanceof Error ? error.message : error).split("\n");
    return [{ what: `Lighthouse, not measured: ${reason.slice(0, 200)}`, measured: "–" }];
  } finally {
    await browser.close();
  }
}

async function report(playground: string, port: number): Promise<Report> {
  const { stdout } = await run(
    "npm",
    [
      ...["exec", "--yes", `--package=lighthouse@${version}`, "--", "lighthouse"],
      new URL(lesson, playground).href,
      ...[`--port=${port}`, "--output=json", "--quiet", "--no-enable-error-reporting"],
      `--only-categories=${Object.keys(targets).join(",")}`,
    ],
    { maxBuffer: 64 * 1024 * 1024, timeout: 180_000, shell: process.platform === "win32" },
  );
  return JSON.parse(stdout) as Report;
}
