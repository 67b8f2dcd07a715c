// The room is the cluster: phones as clients of one lab, half on each server, and the picture of it on the wall.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { labWords } from "../../words.ts";
import type { BrowserWorld } from "../browser.ts";
import { heardOn, openClass, openInstructor, openPhone, tab, withinMs, words } from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
});
afterAll(() => world?.close());

async function openShared(): Promise<Page> {
  const instructorPage = await openInstructor(world);
  await tab(instructorPage, "shared").click();
  const open = instructorPage.getByRole("button", { name: words.instructor.shared.open });
  await open.click();
  onTestFinished(() => closeShared(instructorPage));
  await expect
    .poll(() => instructorPage.getByRole("button", { name: words.instructor.shared.send }).isEnabled(), {
      timeout: withinMs,
    })
    .toBe(true);
  return instructorPage;
}
/** Unless it is closed already. */
async function closeShared(instructorPage: Page): Promise<void> {
  const close = instructorPage.getByRole("button", { name: words.instructor.shared.close });
  const open = instructorPage.getByRole("button", { name: words.instructor.shared.open });
  await close.or(open).waitFor();
  if (await open.isVisible()) return;
  await close.click();
  await instructorPage.getByRole("button", { name: words.instructor.learnerLab.yes, exact: true }).click();
  await open.waitFor();
}

const press = (phone: Page) => phone.getByRole("button", { name: words.phone.send }).click();
const crowd = (page: Page) => page.getByRole("figure", { name: words.crowd.label });

describe("two phones and a wall", () => {
  test("the other server's half of the room lights up once the instructor turns the adapters on", async () => {
    const wall = await world.open("/projector/");
    const instructorPage = await openShared();
    const [ann, ben] = [await openPhone(world, "Ann", "a"), await openPhone(world, "Ben", "b")];
    await crowd(wall).getByText(words.crowd.phones(2)).waitFor({ timeout: withinMs });

    await press(ann);
    await expect.poll(() => heardOn(ann)).toEqual(["Ann: hi"]);
    await crowd(wall).getByText(words.crowd.some(2, 1)).waitFor();
    await crowd(wall).getByText(words.crowd.missedShort(1)).waitFor();
    // Ben hears his own first: Ann's had its time and never came.
    await press(ben);
    await expect.poll(() => heardOn(ben)).toEqual(["Ben: hi"]);

    await instructorPage.getByRole("button", { name: words.instructor.shared.both }).click();
    for (const server of ["a", "b"] as const) {
      await expect
        .poll(
          () =>
            instructorPage
              .getByRole("switch", { name: labWords.en.adapter.name(server) })
              .getAttribute("aria-checked"),
          { timeout: withinMs },
        )
        .toBe("true");
    }
    await instructorPage.getByRole("button", { name: words.instructor.shared.send }).click();
    await expect.poll(() => heardOn(ben)).toEqual([words.instructor.shared.first, "Ben: hi"]);
    await crowd(wall).getByText(words.crowd.all(3)).waitFor();
    await crowd(instructorPage).getByText(words.crowd.all(3)).waitFor();
  });

  test("a phone keeps its server over a reload, and waits when the shared lab is ended", async () => {
    const instructorPage = await openShared();
    const phone = await openPhone(world, "Cleo", "a");
    await phone.reload();
    await phone.getByRole("heading", { name: words.phone.seat("a") }).waitFor({ timeout: withinMs });
    await closeShared(instructorPage);
    await phone.getByText(words.phone.waiting).waitFor();
  });
});

test("a phone shows by words and a mark that it heard, with or without motion, on the narrowest screen", async () => {
  await openShared();
  const phone = await openPhone(world, "Dora", "a");
  await phone.setViewportSize({ width: 320, height: 568 });
  await phone.emulateMedia({ reducedMotion: "reduce" });
  await press(phone);
  await phone.locator(".last").getByText(words.phone.heard, { exact: true }).waitFor();
  expect(await phone.locator(".last svg").count()).toBe(1);
  const moving = await phone.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === "running").length,
  );
  expect(moving).toBe(0);
  const send = await phone.getByRole("button", { name: words.phone.send }).boundingBox();
  expect(send?.height).toBeGreaterThan(100);
  expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(568);
});

test("the wall has the address to join as text and as a code", async () => {
  const wall = await world.open("/projector/");
  const code = wall.getByRole("img", { name: /\/join\/$/ });
  await code.waitFor();
  expect(await wall.getByText(/\/join$/).count()).toBe(1);
});
