// Reading without motion, without JavaScript, and on paper.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { labWords } from "../../words.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

test("with reduced motion a message goes in steps: nothing on the page moves, and everything is shown", async () => {
  const page = await world.open("/07-the-adapter/", { reducedMotion: "reduce" });
  const me = learner(page);
  await me.arrives();
  // Where a packet is in each frame in which the picture changed.
  await me.stage.evaluate((stage) => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const packets = [...stage.querySelectorAll("svg.packets .packet")];
      seen.push(packets.map((packet) => packet.getAttribute("transform")).join(" "));
    }).observe(stage, { subtree: true, childList: true, attributes: true });
  });
  await me.send("α", "step by step");
  await expect.poll(() => me.caption.textContent()).toContain("β heard nothing");
  const places = await page.evaluate(() => new Set((window as unknown as { seen: string[] }).seen).size);
  // One for each step, and none in between.
  expect(places).toBeLessThanOrEqual(4);
  const running = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1)
      .map((animation) => String((animation.effect as KeyframeEffect).target?.className)),
  );
  expect(running).toEqual([]);
});

describe("without JavaScript", () => {
  test.each([
    { locale: "en", path: "/03-two-servers/" },
    { locale: "zh-cn", path: "/zh-cn/03-two-servers/" },
  ] as const)(
    "$path has its text, questions, explanations, and the picture with its caption",
    async ({ locale, path }) => {
      const page = await world.open(path, { javaScriptEnabled: false });
      const words = labWords[locale];
      expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
      const experiments = page.locator("section.experiment");
      expect(await experiments.count()).toBeGreaterThan(2);
      for (const experiment of await experiments.all()) {
        expect(await experiment.getByRole("heading").isVisible()).toBe(true);
        expect(await experiment.locator(".explanation p").first().isVisible()).toBe(true);
        // No control without an effect.
        expect(await experiment.getByRole("button", { name: words.experiment.run }).count()).toBe(0);
      }
      const stage = page.getByRole("region", { name: words.stage.label });
      expect(await stage.isVisible()).toBe(true);
      for (const server of ["a", "b"] as const) {
        expect(await stage.getByText(words.server(server), { exact: true }).isVisible()).toBe(true);
      }
      const places = [
        { client: "α", server: "a" as const },
        { client: "β", server: "b" as const },
      ];
      expect(await stage.getByText(words.stage.unconnected(places)).isVisible()).toBe(true);
      expect(await page.getByRole("tab").count()).toBe(0);
    },
  );

  test.each([
    { colorScheme: "light", path: "/07-the-adapter/", page: "rgb(255, 255, 255)" },
    { colorScheme: "dark", path: "/07-the-adapter/", page: "rgb(20, 23, 27)" },
    { colorScheme: "light", path: "/", page: "rgb(255, 255, 255)" },
    { colorScheme: "dark", path: "/phone/", page: "rgb(20, 23, 27)" },
  ] as const)("$path is $colorScheme as the system is", async ({ colorScheme, path, page: colour }) => {
    const page = await world.open(path, { javaScriptEnabled: false, colorScheme });
    const colours = (selector: string) => page.locator(selector).first().evaluate(coloursOf);
    expect((await colours("body")).background).toBe(colour);
    if (path !== "/07-the-adapter/") return;
    const word = await colours(".expressive-code .ec-line span[style]");
    // Dark text on light, or light text on dark.
    expect(brightness(word.text) < 128).toBe(colorScheme === "light");
  });

  test("the home page leads to the lessons, with its drawing", async () => {
    const page = await world.open("/", { javaScriptEnabled: false });
    expect(await page.locator(".home .picture").isVisible()).toBe(true);
    await page.getByRole("link", { name: shellWords.en.routes.names.whole }).click();
    await page.getByRole("heading", { level: 1, name: "One server" }).waitFor();
  });
});

test("on paper there are text, explanations and picture, and none of the controls", async () => {
  const page = await world.open("/07-the-adapter/");
  const me = learner(page);
  await me.arrives();
  await page.emulateMedia({ media: "print" });
  expect(await me.stage.isVisible()).toBe(true);
  expect(await me.caption.isVisible()).toBe(true);
  for (const explanation of await page.locator(".explanation").all()) {
    expect(await explanation.isVisible()).toBe(true);
  }
  const controls = "[role=tab], input, select, ct-search button, [data-part=divider], [data-part=open]";
  expect(await page.locator(controls).filter({ visible: true }).count()).toBe(0);
  const buttons = await page
    .getByRole("button")
    .evaluateAll((all) => all.map((one) => one.textContent?.trim()));
  // The picture's own switches and names are part of it.
  expect(buttons.filter((name) => name === me.words.send.button || name === me.words.experiment.run)).toEqual(
    [],
  );
  await page.emulateMedia({ media: "screen" });
  expect(await me.tab("matrix").isVisible()).toBe(true);
});

const coloursOf = (element: Element) => {
  const { color, backgroundColor } = getComputedStyle(element);
  return { text: color, background: backgroundColor };
};
/** From 0 to 255. */
function brightness(rgb: string): number {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+/g) ?? []).map(Number);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
