// The learner's own clients, and the sheet that changes them: by keyboard, over a reload, in the next lesson.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TraceEvent } from "../../../servers/protocol.ts";
import { type BrowserWorld, labOf, openBrowserWorld } from "../browser.ts";
import { type Learner, learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** The sorted names of the clients in the picture that can be opened. */
async function clientsInPicture({ page, words }: Learner): Promise<string[]> {
  const [before = "", after = ""] = words.controls.ofClient("§").split("§");
  const labels = await page
    .locator("button.face")
    .evaluateAll((faces) => faces.map((face) => face.getAttribute("aria-label") ?? ""));
  return labels.map((label) => label.slice(before.length, label.length - after.length)).toSorted();
}

const sheet = (page: Page) => page.locator(".sheet:popover-open");
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

async function opens({ page, words }: Learner, client: string) {
  await page.getByRole("button", { name: words.controls.ofClient(client), exact: true }).click();
  await sheet(page).waitFor();
}

describe("a client added by the learner", () => {
  test("is renamed and put in a room, and is there after a reload and in the next lesson", async () => {
    const page = await world.open("/11-when-a-server-dies/");
    const me = learner(page);
    const say = me.words.controls;
    await me.arrives();
    const before = await clientsInPicture(me);
    await page.getByRole("button", { name: say.addClient("b"), exact: true }).click();
    await expect.poll(() => clientsInPicture(me)).toHaveLength(before.length + 1);
    await me.arrives();
    const [added = ""] = (await clientsInPicture(me)).filter((name) => !before.includes(name));

    await opens(me, added);
    const open = sheet(page);
    await open.getByRole("textbox", { name: say.name }).fill("Ida");
    await open.getByRole("button", { name: say.rename, exact: true }).click();
    await open.getByRole("heading", { name: say.clientTitle("Ida") }).waitFor();
    await open.getByRole("textbox", { name: say.room, exact: true }).fill("tea");
    await open.getByRole("button", { name: say.join, exact: true }).click();
    await open.getByRole("button", { name: say.leave("tea") }).waitFor();
    await page.keyboard.press("Escape");
    const all = [...before, "Ida"].toSorted();
    await expect.poll(() => clientsInPicture(me)).toEqual(all);

    await page.reload();
    await me.arrives();
    await expect.poll(() => clientsInPicture(me)).toEqual(all);
    await opens(me, "Ida");
    await sheet(page)
      .getByRole("button", { name: say.leave("tea") })
      .waitFor();

    // This lesson shows A alone.
    await page.goto(new URL("/02-what-a-server-knows/", page.url()).href);
    await me.arrives();
    expect(await me.sendButton("Ida").count()).toBe(0);
    await page.goto(new URL("/13-find-the-fault/", page.url()).href);
    await me.arrives();
    await expect.poll(() => clientsInPicture(me)).toContain("Ida");
    await opens(me, "Ida");
    await sheet(page).getByText(say.onServer("b", "b")).waitFor();
    await sheet(page)
      .getByRole("button", { name: say.leave("tea") })
      .waitFor();
  });

  test("goes when a step is set up, because a step has the clients its text mentions", async () => {
    const page = await world.open("/11-when-a-server-dies/");
    const me = learner(page);
    await me.arrives();
    const before = await clientsInPicture(me);
    await page.getByRole("button", { name: me.words.controls.addClient("a"), exact: true }).click();
    await expect.poll(() => clientsInPicture(me)).toHaveLength(before.length + 1);
    const step = page.locator("section.experiment").first();
    await step.scrollIntoViewIfNeeded();
    await step.getByRole("button", { name: me.words.experiment.setUp, exact: true }).click();
    await expect.poll(() => clientsInPicture(me)).toEqual(before);
    await page.reload();
    await me.arrives();
    await expect.poll(() => clientsInPicture(me)).toEqual(before);
  });
});

test("a client is disconnected, connected and cut off by the buttons of its sheet", async () => {
  const me = learner(await world.open("/11-when-a-server-dies/"));
  const say = me.words.controls;
  await me.arrives();
  await opens(me, "α");
  const { id } = await labOf(me.page);
  const happened = async (): Promise<string[]> =>
    (await world.call("GET", `/api/labs/${id}/trace`)).body.events
      .filter(({ client }: { client?: string }) => client === "α")
      .map(({ type }: TraceEvent) => type)
      .filter((type: string) => type.endsWith("connected"));
  const press = (name: string | RegExp) => sheet(me.page).getByRole("button", { name }).click();
  await press(say.disconnect);
  await press(say.connect);
  await expect.poll(happened).toEqual(["connected", "disconnected", "connected"]);
  await press(new RegExp(`^${say.drop}`));
  await expect.poll(happened).toEqual(["connected", "disconnected", "connected", "disconnected"]);
  await press(say.connect);
  await expect.poll(async () => (await happened()).at(-1)).toBe("connected");
});

test.each([1440, 390])(
  "Tab stays in an open sheet, and Escape gives the focus back (%i px)",
  async (width) => {
    const page = await world.open("/11-when-a-server-dies/", { viewport: { width, height: 844 } });
    const me = learner(page);
    if (width < 900) await page.locator("[data-part=open]").click();
    await me.arrives();
    await opens(me, "α");
    const inside = () => sheet(page).evaluate((open) => open.contains(document.activeElement));
    const seen = new Set<string>();
    for (const key of [...Array<string>(14).fill("Tab"), ...Array<string>(14).fill("Shift+Tab")]) {
      await page.keyboard.press(key);
      expect(await inside()).toBe(true);
      seen.add(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? ""));
    }
    expect(seen.size).toBeGreaterThan(4);
    await page.keyboard.press("Escape");
    await sheet(page).waitFor({ state: "hidden" });
    // The toggle event comes a task after the sheet closed.
    await expect.poll(() => focused(page)).toBe(me.words.controls.ofClient("α"));
  },
);

test("during a replay nothing overflows its button on a phone", async () => {
  const page = await world.open("/04-the-bug-your-users-report/", { viewport: { width: 390, height: 844 } });
  const me = learner(page);
  await page.locator("[data-part=open]").click();
  await me.arrives();
  await me.send("α", "hi");
  // Once the message has been shown; on a busy machine that may be before a press could pause it.
  await me.stage.getByRole("button", { name: me.words.stage.play }).waitFor();
  await me.stage.getByRole("button", { name: me.words.stage.back }).click();
  const back = me.stage.getByRole("button", { name: me.words.stage.toLive });
  const { inner, outer, box } = await back.evaluate((button) => ({
    inner: button.scrollWidth,
    outer: button.clientWidth,
    box: button.getBoundingClientRect().height,
  }));
  expect(inner).toBeLessThanOrEqual(outer);
  expect(box).toBeLessThan(40);
});

test("if observations were left out, no client is shown as not having heard", async () => {
  const page = await world.open("/cheat-sheet/");
  // What B saw of the message is left out on its way to the page, as a server does with more than it can record.
  await page.routeWebSocket(/\/watch\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((packet) => socket.send(typeof packet === "string" ? withoutB(packet) : packet));
  });
  await page.goto(new URL("/07-the-adapter/", world.url).href);
  const me = learner(page);
  await me.arrives();
  for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
  await me.tab("matrix").click();
  await me.send("α", "hi");
  // For messages recorded only in part, the matrix says what is known.
  await me.sees("hi", [/α heard it/, new RegExp(me.words.matrix.notKnown)]);
  expect((await me.matrix()).flat().join(" ")).not.toMatch(/should have heard/);
});

const trace = '42["trace",';

/** A packet of the trace in which B didn't record what it did with messages. */
function withoutB(packet: string): string {
  if (!packet.startsWith(trace)) return packet;
  const events = JSON.parse(packet.slice(trace.length, -1)) as TraceEvent[];
  const left = events.map((event): TraceEvent => {
    const isLost =
      ["arrived", "delivered", "heard"].includes(event.type) && "server" in event && event.server === "b";
    return isLost ? { type: "skipped", server: "b", count: 1, seq: event.seq, at: event.at } : event;
  });
  return `${trace}${JSON.stringify(left)}]`;
}
