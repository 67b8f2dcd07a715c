// The wall at ten metres: on a projector's 1920 × 1080 every text has 32 px or more, everything fits, and the code to join is large.
import type { Page } from "playwright-core";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { workshopWords } from "../../../site/workshop/words/all.ts";
import { instructor, learner, type Person, phone } from "../../class/people.ts";
import type { BrowserWorld } from "../browser.ts";
import { openClass, withinMs, type words } from "./open-class.ts";
import { readWall } from "./wall-text.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
});
afterAll(() => world?.close());

/** On a picture 2.4 m wide its capitals are 29 mm high, which 20/40 sight reads at ten metres. */
const leastText = 32;
const viewport = { width: 1920, height: 1080 };
/** The longest question of the course, and the one with the most steps before it. */
const place = { lesson: "11-when-a-server-dies", experiment: "stopped" };
const experiment = "11-when-a-server-dies#stopped";
const note = "Back at 10:45, and bring your own question about the balancer. ".repeat(7);

/** More different answers than the wall has bars for. */
const answers = [[], ["α"], ["β"], ["γ"], ["α", "β"], ["α", "γ"], ["β", "γ"], ["α", "β", "γ"], ["δ"], ["ε"]];

async function openWalls(): Promise<Page[]> {
  const walls = await Promise.all([
    world.open("/projector/", { viewport, colorScheme: "light" }),
    world.open("/zh-cn/projector/", { viewport, colorScheme: "dark" }),
  ]);
  // The page's header appears when somebody points at it.
  for (const wall of walls) await wall.mouse.move(viewport.width / 2, viewport.height / 2);
  return walls;
}

/** Each wall shows `shown`, in its language, and all of it can be read. */
async function expectReadable(
  walls: readonly Page[],
  shown: (say: typeof words) => string | RegExp,
): Promise<void> {
  for (const [index, wall] of walls.entries()) {
    const say = workshopWords[index === 0 ? "en" : "zh-cn"];
    await wall.getByText(shown(say)).first().waitFor({ timeout: withinMs });
    await wall.evaluate(() => document.fonts.ready.then(() => {}));
    await expect
      .poll(() => wall.evaluate(readWall, leastText), { timeout: withinMs })
      .toMatchObject({ faults: [] });
    expect((await wall.evaluate(readWall, leastText)).texts).toBeGreaterThan(1);
  }
}

async function openLearners(): Promise<Person[]> {
  return Promise.all(answers.map((_, index) => learner(world.url, `Learner ${index}`)));
}

function vote(learners: readonly Person[], withSecond: boolean): void {
  for (const [index, one] of learners.entries()) {
    const [first = [], second = []] = [answers[index], answers[(index + 3) % answers.length]];
    const votes = withSecond ? { predicted: second, votes: { first, second } } : { predicted: first };
    const done = { [experiment]: { ...votes, passed: true, happened: ["ζ"], agoMs: 0 } };
    one.say("progress", { at: place, done });
  }
}

test("every text has 32 px and its place, whatever the wall shows", async () => {
  const walls = await openWalls();
  const teacher = await instructor(world.url);
  const learners = await openLearners();

  await expectReadable(walls, (say) => say.projector.inRoom(answers.length));
  for (const wall of walls) {
    const code = await wall.getByRole("img", { name: /\/join\/$/ }).boundingBox();
    expect(code?.height).toBeGreaterThanOrEqual(800);
    expect((code?.y ?? 0) + (code?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
  }

  for (const [index, kind] of (["question", "stuck", "done"] as const).entries())
    learners[index]?.say("signals", [
      { id: String(index).repeat(32), kind, text: "Why?", at: place, agoMs: 0, end: null },
    ]);
  await teacher.ask("timer", { kind: "break", seconds: 900, until: "10:45" });
  await teacher.ask("note", note);
  await expectReadable(walls, (say) => say.timer.kinds.break);

  await teacher.ask("lead", place);
  await expectReadable(walls, (say) => say.projector.turnout(0, answers.length));
  vote(learners, false);
  await expectReadable(walls, (say) => say.projector.turnout(answers.length, answers.length));
  await teacher.ask("reveal", experiment);
  await expectReadable(walls, (say) => say.histogram.of(answers.length));
  await teacher.ask("voteAgain", experiment);
  vote(learners, true);
  await teacher.ask("reveal", experiment);
  await teacher.ask("markRight", true);
  await expectReadable(walls, (say) => `✓ ${say.histogram.right}`);

  await teacher.ask("note", null);
  await teacher.ask("lead", { lesson: "01-one-server", experiment: null });
  await expectReadable(walls, (say) => say.timer.kinds.break);
  await teacher.ask("lead", null);
  // The code is back, next to what has been done so far.
  await expectReadable(walls, (say) => say.projector.progress);

  await teacher.ask("share");
  const clients = await openPhones(30);
  await expectReadable(walls, (say) => say.crowd.phones(15));
  clients[0]?.emit("message", "hi from the first row");
  await expectReadable(walls, (say) => say.crowd.missedShort(15));
  await teacher.ask("note", note);
  await teacher.ask("lead", place);
  await expectReadable(walls, (say) => say.crowd.missedShort(15));
  await teacher.ask("reveal", experiment);
  await expectReadable(walls, (say) => say.histogram.first(answers.length));
  await teacher.ask("unshare");
}, 180_000);

async function openPhones(count: number) {
  const { origin } = new URL(world.url);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const one = await phone(world.url, `Phone ${index}`);
      await expect.poll(() => one.seat()?.path, { timeout: withinMs }).toBeDefined();
      const client = io(origin, {
        path: one.seat()?.path ?? "",
        auth: { name: `Phone ${index}` },
        forceNew: true,
      });
      onTestFinished(() => void client.disconnect());
      return client;
    }),
  );
}
