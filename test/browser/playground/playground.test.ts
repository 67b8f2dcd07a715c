// The playground in a browser: scenarios, any event, what is taken along, and what can go wrong.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { LabState } from "../../../servers/protocol.ts";
import { encode } from "../../../site/lab/arrangement/fragment.ts";
import { type BrowserWorld, endedMeanwhile, forbidStorage, labOf, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import { overlapsInPicture } from "../overlaps.ts";
import { violations } from "../violations.ts";
import { button, copied, openRealWorld, say, two, visit } from "./visit.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openRealWorld();
});
afterAll(() => world?.close());

describe("the playground", () => {
  test("opens with the silence, and one press shows it", async () => {
    const { page, me } = await visit(world, "/playground/");
    await me.tab("matrix").click();
    await button(page, say.run.run).click();
    await me.sees("hi", [/α heard it/, /β should have heard it/]);
    expect(await violations(page)).toEqual([]);
  });

  test("sets a scenario up, puts it into the address, and runs it", async () => {
    const { page, me } = await visit(world, "/playground/");
    await button(page, say.scenario.late.title).click();
    await page.getByText(say.scenario.late.look).waitFor();
    await me.adapterIs("a", true);
    expect(new URL(page.url()).hash).toMatch(/^#lab1\./);
    await me.tab("matrix").click();
    await button(page, say.run.setUpAndRun).click();
    await me.sees("late", [/α heard it/, /β heard it/]);
    await me.sees("early", [/α heard it/, /β should have heard it/]);
  });

  test("emits any event with any arguments, and says that the server has no handler for it", async () => {
    const { page, me } = await visit(world, "/playground/");
    const event = page.getByRole("combobox", { name: say.send.event });
    await event.fill("order");
    await page.getByRole("textbox", { name: say.send.args }).fill('{"id":1');
    await button(page, say.send.send).click();
    await page.getByText(me.words.terminal.problem({ what: "json", text: '{"id":1' })).waitFor();
    await page.getByRole("textbox", { name: say.send.args }).fill('{"id":1}, [2]');
    await page.getByRole("checkbox", { name: say.send.ackAbout }).check();
    await button(page, say.send.send).click();
    await me.reads("α", "a", 'ack order {"id":1}, [2]');
    await expect.poll(() => me.caption.textContent()).toContain(me.words.stage.unhandled("a", "order"));
    await button(page, say.send.add).click();
    await page.getByRole("button", { name: /Remove: type ack order/ }).waitFor();
  });

  test("has up to eight clients, each on A, B or behind the balancer, and all are in the picture", async () => {
    const { page } = await visit(world, "/playground/");
    for (const entrance of ["a", "b", "balanced", "balanced", "a", "b"] as const) {
      const before = await page.locator("button.face").count();
      await button(page, `+ ${say.clients.add[entrance]}`).first().click();
      await expect.poll(() => page.locator("button.face").count()).toBe(before + 1);
    }
    expect(await page.locator("button.face").count()).toBe(8);
    await page.getByText(say.clients.all).waitFor();
    expect(await button(page, `+ ${say.clients.add.a}`).first().isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await button(page, say.run.run).click();
    await page.locator(".picture .number").first().waitFor();
    for (const width of [1366, 390, 360]) {
      await page.setViewportSize({ width, height: 844 });
      await expect.poll(() => page.locator("button.face").count()).toBe(8);
      await expect.poll(() => page.evaluate(overlapsInPicture), { message: `${width} px` }).toEqual([]);
    }
  });

  test("on a phone, what runs is in sight", async () => {
    const { page } = await visit(world, "/playground/", { viewport: { width: 390, height: 640 } });
    await button(page, say.run.run).scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, 0));
    await button(page, say.run.run).click();
    await page.locator(".picture .number").first().waitFor();
    const inSight = () =>
      page.locator(".picture-frame").evaluate((frame) => {
        const { top, bottom } = frame.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    await expect.poll(inSight).toBe(true);
  });

  test("keeps the whole lab over a reload", async () => {
    const { page, me } = await visit(world, "/playground/");
    await me.switchAdapter("b", true);
    const { id, token } = await labOf(page);
    await world.call("PATCH", `/api/labs/${id}/cables/a`, { token, body: { delayMs: 40 } });
    await button(page, `+ ${say.clients.add.b}`).first().click();
    await page.reload();
    await me.adapterIs("b", true);
    await expect.poll(() => page.locator("button.face").count()).toBe(3);
    const { body } = await world.call("GET", `/api/labs/${id}`);
    expect((body as LabState).cables.a.delayMs).toBe(40);
  });
});

describe("what is taken along", () => {
  test("is the last message as Markdown, with the lab's versions", async () => {
    const { page, me } = await visit(world, "/playground/");
    await button(page, say.share.text).click();
    await page.getByText(say.share.nothing).waitFor();
    await me.tab("matrix").click();
    await button(page, say.run.run).click();
    await me.sees("hi", [/α heard it/, /β should have heard it/]);
    await button(page, say.share.text).click();
    await page.getByText(say.share.textCopied).waitFor();
    const text = String(await copied(page));
    expect(text).toMatch(/\| β \| B \| \w+ \| β should have heard it/);
    const { body } = await world.call("GET", `/api/labs/${(await labOf(page)).id}`);
    expect(text).toContain(`socket.io ${(body as LabState).versions["socket.io"]}`);
    expect(text).toContain(`${world.url}/playground/#lab1.`);
  });

  test("is a picture that stands alone", async () => {
    const { page, me } = await visit(world, "/playground/");
    await me.tab("matrix").click();
    await button(page, say.run.run).click();
    await me.sees("hi", [/α heard it/, /β should have heard it/]);
    const saved = async (name: string) => {
      const download = page.waitForEvent("download");
      await button(page, name).click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    const svg = (await saved(say.share.svg)).toString();
    expect(svg).not.toMatch(/foreignObject|var\(--|<script|href=/);
    expect(svg).toContain("data:font/woff2;base64,");
    const texts = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
      if (parsed.querySelector("parsererror")) return ["broken"];
      return [...parsed.querySelectorAll("text")].map((text) => text.textContent ?? "");
    }, svg);
    expect(texts).toEqual(expect.arrayContaining(["α", "β", "Server A"]));
    const png = await saved(say.share.png);
    expect([...png.subarray(1, 4)].map((code) => String.fromCharCode(code)).join("")).toBe("PNG");
    expect(png.byteLength).toBeGreaterThan(10_000);
  });
});

describe("trouble", () => {
  test("says that no lab is free, and takes the next free one", async () => {
    const full = await openBrowserWorld("embedded", { capacity: 1 });
    onTestFinished(() => full.close());
    const taken = await full.openLab();
    const page = await full.open("/playground/", { allowed: /503/ });
    const me = learner(page);
    await me.notices.getByText(me.words.trouble.full).waitFor();
    await button(page, say.run.run).click();
    await page.getByText(say.run.notReady).waitFor();
    expect(await violations(page)).toEqual([]);
    await full.call("DELETE", `/api/labs/${taken.id}`, { token: taken.token });
    await me.notices.getByRole("button", { name: me.words.trouble.retry }).click();
    await me.adapterIs("a", false);
    await me.tab("matrix").click();
    await button(page, say.run.run).click();
    await me.sees("hi", [/α heard it/, /β should have heard it/]);
  });

  test("in a browser that stores nothing, a scenario and a link work all the same", async () => {
    const page = await world.open("/404", { allowed: endedMeanwhile });
    await forbidStorage(page);
    await page.goto(new URL(`/playground/#${encode(two)}`, world.url).href);
    const me = learner(page);
    await button(page, say.run.run).click();
    await me.sees("from a link", [/Ida heard it/, /Bo should have heard it/]);
    await button(page, say.scenario["both-adapters"].title).click();
    await me.adapterIs("b", true);
    await me.tab("matrix").click();
    await button(page, say.run.run).click();
    const gone = /was not connected/;
    await me.sees("hi", [gone, /α heard it/, gone, /β heard it/]);
  });

  test("a lab that ended while nobody looked is said to have, and the next press opens another", async () => {
    const { page, me } = await visit(world, `/playground/#${encode(two)}`);
    const { id, token } = await labOf(page);
    await world.call("DELETE", `/api/labs/${id}`, { token });
    await page.getByText(me.words.trouble.ended).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, say.run.run).click();
    await me.sees("from a link", [/Ida heard it/, /Bo should have heard it/]);
    expect((await labOf(page)).id).not.toBe(id);
  });

  test("a second tab shares the lab and says how its clients are called there", async () => {
    const { page } = await visit(world, "/playground/");
    const other = await world.open("/playground/", { tabOf: page });
    await expect.poll(() => other.locator("button.face", { hasText: "α′" }).count()).toBe(1);
    expect((await labOf(other)).id).toBe((await labOf(page)).id);
  });
});

test("a sheet gives way to the next at once", async () => {
  const { page } = await visit(world, "/playground/");
  const [client, server] = ["Client α: controls", "Server B: controls"].map((name) =>
    page.getByRole("button", { name }),
  );
  const dialog = (name: string) => page.getByRole("dialog", { name });
  for (let round = 0; round < 3; round += 1) {
    // Like a hand, with no wait for anything: the sheet may be over what is pressed.
    await client?.click({ force: true });
    await dialog("Client α").waitFor();
    await server?.click({ force: true });
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  }
});
