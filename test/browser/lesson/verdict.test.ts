// A run's result appears when the picture has shown it, and nothing gives it away before the question is answered.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserWorld, endedMeanwhile, labOf, openBrowserWorld } from "../browser.ts";
import { type Learner, learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** Records the picture's caption at the moment the comparison appears. */
async function noteSentence({ page }: Learner, id: string) {
  await page.evaluate((step) => {
    const section = document.querySelector(`#${step}`);
    const look = new MutationObserver(() => {
      if (!section?.querySelector(".comparison")) return;
      look.disconnect();
      document.body.dataset.sentence = document.querySelector(".caption")?.textContent ?? "";
    });
    look.observe(document.body, { subtree: true, childList: true });
  }, id);
}
const sentence = ({ page }: Learner) => page.evaluate(() => document.body.dataset.sentence ?? "");

/** Records, at the moment the run's button says `hurry`, what can be seen and what is saved; then presses it if asked to. */
async function noteHurry({ page, words }: Learner, id: string, presses: boolean) {
  await page.evaluate(
    ({ id, hurry, presses }) => {
      const section = document.querySelector(`#${id}`);
      const run = section?.querySelector<HTMLElement>("button.run");
      const look = new MutationObserver(() => {
        if (!run?.textContent?.includes(hurry)) return;
        look.disconnect();
        document.body.dataset.hurry = JSON.stringify({
          isCompared: section?.querySelector(".comparison") !== null,
          kept: localStorage.getItem(`crosstalk:1:experiment:${location.pathname.slice(0, -1)}#${id}`),
          said: document.querySelector(".ct-unseen[role=log]")?.textContent ?? "",
          hasFocus: run === document.activeElement,
        });
        if (presses) run.click();
      });
      look.observe(document.body, { subtree: true, childList: true, characterData: true });
    },
    { id, hurry: words.experiment.hurry, presses },
  );
}
const hurried = async ({ page }: Learner) =>
  JSON.parse(await page.evaluate(() => document.body.dataset.hurry ?? "null")) as {
    isCompared: boolean;
    kept: string | null;
    said: string;
    hasFocus: boolean;
  } | null;

describe("the verdict", () => {
  test("appears when the picture has shown the message, and so do the marks and the announcement", async () => {
    const me = learner(await world.open("/01-one-server/"));
    await me.arrives();
    const step = me.experiment("broadcast");
    await step.predicts("α", "β");
    await noteSentence(me, "broadcast");
    const kept = () =>
      me.page.evaluate(() => localStorage.getItem("crosstalk:1:experiment:/01-one-server#broadcast") ?? "");
    await noteHurry(me, "broadcast", false);
    await step.run.click();
    await step.ends();
    expect(await hurried(me)).toEqual({
      isCompared: false,
      kept: expect.not.stringContaining("results"),
      said: expect.not.stringContaining("said"),
      hasFocus: expect.any(Boolean),
    });
    expect(await sentence(me)).toContain(me.words.stage.heard(["α", "β"]));
    await expect.poll(kept).toContain('"passed":true');
  });

  test("appears at once on request, and the focus stays on the button", async () => {
    const me = learner(await world.open("/07-the-adapter/"));
    await me.arrives();
    const step = me.experiment("a-alone");
    await step.predicts("α");
    await noteSentence(me, "a-alone");
    await step.run.focus();
    await noteHurry(me, "a-alone", true);
    await me.page.keyboard.press("Enter");
    await step.ends();
    expect(await hurried(me)).toMatchObject({ isCompared: false, hasFocus: true });
    expect(await step.run.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await sentence(me)).not.toContain("heard nothing");
  });

  test("doesn't wait for motion if the system asks for less of it", async () => {
    const me = learner(await world.open("/01-one-server/", { reducedMotion: "reduce" }));
    await me.arrives();
    const step = me.experiment("broadcast");
    await step.predicts("α", "β");
    await noteSentence(me, "broadcast");
    await step.run.click();
    await step.ends();
    expect(await sentence(me)).not.toContain(me.words.stage.heard(["α", "β"]));
  });

  test("stays for a failed run when another lab replaces the one it ran in", async () => {
    const me = learner(
      await world.open("/01-one-server/", { reducedMotion: "reduce", allowed: endedMeanwhile }),
    );
    await me.arrives();
    const step = me.experiment("polling");
    await step.predicts("α", "β");
    await me.types("α", "a", "send hi");
    const said = await step.ends();
    expect(said).toContain("Expected:");
    const { id, token } = await labOf(me.page);
    await world.call("DELETE", `/api/labs/${id}`, { token });
    await expect.poll(() => me.notices.textContent()).toContain(me.words.trouble.replaced);
    await me.arrives();
    await me.send("β", "fence");
    await me.reads("β", "a", "fence");
    expect(await step.ends()).toBe(said);
  });
});

describe("while an open question is visible", () => {
  test.each(["en", "zh-cn"] as const)("the picture's caption only states facts (%s)", async (locale) => {
    const me = learner(await world.open(`${locale === "en" ? "" : "/zh-cn"}/07-the-adapter/`), locale);
    await me.arrives();
    const { stage } = me.words;
    const step = me.experiment("b-alone");
    await step.waitUntilLive();
    await step.setUp.click();
    await step.hint.getByText(me.words.experiment.ready).waitFor();
    const facts = [
      stage.places([
        { client: "α", server: "a" },
        { client: "β", server: "b" },
      ]),
      stage.linkOf("a", "none"),
      stage.linkOf("b", "adapter"),
    ].join(me.words.space);
    await expect.poll(() => me.caption.textContent()).toBe(facts);
    // Any reader who opens the explanation has the answer.
    const explain = me.page.getByRole("button", { name: me.words.experiment.explain });
    for (let open = await explain.count(); open > 0; open--) {
      await explain.first().click();
      await expect.poll(() => explain.count()).toBe(open - 1);
    }
    await expect
      .poll(() => me.caption.textContent())
      .toBe(
        stage.linked(
          [
            { client: "α", server: "a" },
            { client: "β", server: "b" },
          ],
          "b",
        ),
      );
  });
});

test("no button that disappears takes the focus with it", async () => {
  const me = learner(await world.open("/03-two-servers/", { reducedMotion: "reduce" }));
  await me.arrives();
  const step = me.experiment("broadcast");
  await step.waitUntilLive();
  const at = () =>
    step.section.evaluate((section) => {
      const { activeElement } = document;
      return section.contains(activeElement) && activeElement !== section;
    });
  const press = async (locator: typeof step.run) => {
    await locator.focus();
    await me.page.keyboard.press("Enter");
  };
  await press(step.run);
  await press(step.skip);
  await step.ends();
  expect(await at()).toBe(true);
  await press(step.again);
  await expect.poll(() => step.choice("α").evaluate((box) => box === document.activeElement)).toBe(true);
  await press(step.section.getByRole("button", { name: me.words.experiment.explain }));
  await expect.poll(() => step.explanation.evaluate((text) => text === document.activeElement)).toBe(true);
});
