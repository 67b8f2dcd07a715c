// The picture and the log agree with the lab: rooms, who publishes by hand, where a message waits, and earlier names.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserWorld, endedMeanwhile, labOf, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

test("what the learner publishes by hand is theirs in the caption and the picture; what others publish isn't", async () => {
  const page = await world.open("/05-redis-in-five-minutes/");
  const me = learner(page);
  await me.arrives();
  const step = me.experiment("one-subscribed");
  await step.waitUntilLive();
  await step.setUp.click();
  await step.hint.getByText(me.words.experiment.ready).waitFor();
  await me.tab("redis").click();
  const prompt = page.getByRole("region", { name: me.words.redis.label }).locator(".xterm-helper-textarea");
  await prompt.waitFor({ state: "attached" });
  await prompt.focus();
  await page.keyboard.type("PUBLISH message mine");
  await page.keyboard.press("Enter");
  await expect.poll(() => me.caption.textContent()).toContain(me.words.stage.youPublished("mine"));
  expect(await page.locator(".publisher").textContent()).toContain(me.words.stage.publisher.you);
});

test("rooms are in the picture if clients are in them", async () => {
  const me = learner(await world.open("/08-rooms-and-questions/"));
  await me.arrives();
  await me.types("α", "a", "join cocoa");
  await expect
    .poll(() => me.page.locator(".client .rooms").allTextContents())
    .toContainEqual(expect.stringContaining("cocoa"));
});

test("a message that waited for its cable shows where, and for how long", async () => {
  const me = learner(await world.open("/10-when-redis-goes-away/"));
  await me.arrives();
  for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
  const { id, token } = await labOf(me.page);
  const cable = (state: string) =>
    world.call("PATCH", `/api/labs/${id}/cables/b`, { token, body: { state } });
  await cable("close");
  await me.stage.getByText(me.words.cables.close).first().waitFor();
  await me.send("β", "held up");
  await me.reads("β", "b", "held up");
  await cable("up");
  await expect
    .poll(() => me.page.locator(".picture .wait").allTextContents())
    .toContainEqual(expect.stringMatching(/waited \d/));
});

test("the log keeps the names clients had, and doesn't mention a server the lesson doesn't show", async () => {
  const me = learner(await world.open("/02-what-a-server-knows/"));
  await me.arrives();
  const other = learner(await world.open("/02-what-a-server-knows/", { tabOf: me.page }));
  await expect.poll(() => me.page.locator(".picture .face").allTextContents()).toContain("α′");
  await other.notices.getByText(me.words.trouble.otherTab(["α", "β", "γ"], ["α′", "β′", "γ′"])).waitFor();
  await other.types("α′", "a", "join tea");
  await other.reads("α′", "a", "join tea answer after");
  await other.page.close();
  await me.tab("log").click();
  const log = () => me.panel.textContent();
  await expect.poll(log).toContain(me.words.log.disconnected("α′", "a"));
  expect(await log()).toContain(me.words.log.joined("α′", "tea"));
  expect(await log()).not.toContain(me.words.server("b"));
});

test("a server that starts without its link says why", async () => {
  const me = learner(await world.open("/06-a-bridge-by-hand/", { allowed: endedMeanwhile }));
  await me.arrives();
  await me.switchAdapter("a", true);
  const { id, token } = await labOf(me.page);
  await world.call("PATCH", `/api/labs/${id}/cables/a`, { token, body: { state: "blackhole" } });
  await me.stage.getByText(me.words.cables.blackhole).first().waitFor();
  for (const does of ["kill", "start"] as const) {
    await me.page.getByRole("button", { name: me.words.controls.ofServer("a"), exact: true }).click();
    const sheet = me.page.locator(".sheet:popover-open");
    await sheet.getByRole("button", { name: me.words.controls[does], exact: true }).click();
    await me.page.keyboard.press("Escape");
    if (does === "kill") await me.stage.getByText(me.words.states.stopped).first().waitFor();
  }
  await expect.poll(() => me.notices.textContent()).toContain(me.words.trouble.unlinked("a", "blackhole"));
});
