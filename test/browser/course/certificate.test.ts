// The certificate: only what was met, on one sheet of A4 or Letter, in both languages.
import { afterAll, beforeAll, expect, test } from "vitest";
import { certificateWords } from "../../../site/progress/certificate/words/all.ts";
import { stepsOf } from "../../lessons/read.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const metAt = Date.UTC(2026, 4, 20, 12);
const pagesOf = (pdf: Buffer) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;

/** What a browser stores after these steps were met. */
function met(steps: readonly string[]) {
  const saved = { predicted: ["α"], results: [], passed: true, at: metAt, metAt };
  const localStorage = steps.map((step) => ({
    name: `crosstalk:1:experiment:/${step}`,
    value: JSON.stringify(saved),
  }));
  return { storageState: { cookies: [], origins: [{ origin: new URL(world.url).origin, localStorage }] } };
}

test.each([
  ["en", "/certificate/"],
  ["zh-cn", "/zh-cn/certificate/"],
] as const)("in %s has the name, the steps and the day, and fits one sheet", async (locale, path) => {
  const say = certificateWords[locale];
  const all = stepsOf("lessons").map(({ place, id }) => `${/([^/]+)\.mdx/.exec(place)?.[1]}#${id}`);
  const page = await world.open(path, met(all));
  await page.getByLabel(say.name).fill("Nguyễn Thị Ánh");
  const certificate = page.getByRole("region", { name: say.title });
  await certificate.getByText("Nguyễn Thị Ánh").waitFor();
  const did = (await certificate.locator("p").nth(1).textContent()) ?? "";
  const [count = 0] = /\d+/.exec(did)?.map(Number) ?? [];
  expect(count).toBeGreaterThan(40);
  expect(did).toBe(say.did(count, count));
  await certificate.getByText("2026").waitFor();
  for (const format of ["A4", "Letter"]) expect(pagesOf(await page.pdf({ format }))).toBe(1);
});

test("has no step that wasn't met, and doesn't exist without any", async () => {
  const say = certificateWords.en;
  const one = await world.open("/certificate/", met(["03-two-servers#other-way"]));
  const certificate = one.getByRole("region", { name: say.title });
  await certificate.getByText(/^1 of \d+: step 2$/).waitFor();
  expect(await certificate.getByRole("listitem").count()).toBe(1);
  const none = await world.open("/certificate/");
  await none.getByText(say.nothing).waitFor();
  expect(await none.getByRole("button", { name: say.print }).count()).toBe(0);
});
