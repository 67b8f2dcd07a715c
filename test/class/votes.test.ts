// Two votes on one question, as the whole room sees them, with a restart of the gateway in the middle.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Ballot } from "../../servers/histogram.ts";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, join, learner, type Person } from "./people.ts";

const place = { lesson: "03-two-servers", experiment: "across" };
const experiment = "03-two-servers#across";

/** A learner whose page reports everything whenever it connects. */
async function voter(url: string, name: string) {
  const person = await learner(url, name);
  let ballot: (Ballot & { isRight?: boolean }) | undefined;
  const tell = () =>
    ballot &&
    person.say("progress", { at: place, done: { [experiment]: { ...ballot, passed: false, agoMs: 0 } } });
  person.socket.on("connect", tell);
  return {
    ...person,
    votes(next: typeof ballot) {
      ballot = next;
      tell();
    },
  };
}

async function openClass(port = 0, shownFile?: string): Promise<World> {
  const recordFile = shownFile && `${shownFile}-record.json`;
  const workshop = { instructorKey, publicUrl: null, learners: 1, shownFile, recordFile };
  const world = await openWorld("embedded", { workshop, port });
  onTestFinished(() => world.close());
  return world;
}

const isRestarted = ({ socket }: Pick<Person, "socket">) =>
  new Promise<void>((resolve) => socket.once("disconnect", () => resolve()));

const ahead = "04-the-bug-your-users-report#reload";
const plan = {
  name: "own",
  steps: [
    { lesson: "01-one-server", experiment: null, minutes: 5 },
    { ...place, minutes: 10 },
    { lesson: "04-the-bug-your-users-report", experiment: "reload", minutes: 0 },
  ],
};

test("the room sees how many have answered, then the answers; after a restart both votes, the mark, the timer and the plan", async () => {
  const folder = mkdtempSync(joinPath(tmpdir(), "crosstalk-votes-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const shownFile = joinPath(folder, "workshop.json");
  const first = await openClass(0, shownFile);
  const [teacher, wall] = [await instructor(first.url), await join(first.url, { role: "projector" })];
  const [ana, bo, eve] = [
    await voter(first.url, "Ana"),
    await voter(first.url, "Bo"),
    await voter(first.url, "Eve"),
  ];
  await teacher.ask("note", "Predict first");
  await teacher.ask("lead", place);
  ana.votes({ predicted: ["β"] });
  bo.votes({ predicted: [] });
  await expect.poll(() => wall.room()?.turnout).toEqual({ experiment, vote: 1, answered: 2, of: 3 });
  expect(JSON.stringify(wall.room())).not.toContain("β");

  await teacher.ask("reveal", experiment);
  await expect.poll(() => wall.room()?.revealed?.first.of).toBe(2);
  expect(wall.room()).toMatchObject({ turnout: null, revealed: { second: null, right: null } });

  await teacher.ask("voteAgain", experiment);
  await expect.poll(() => eve.room()).toMatchObject({ voteAgain: experiment, revealed: null });
  ana.votes({ predicted: ["α"], votes: { first: ["β"], second: ["α"] } });
  bo.votes({ predicted: [], votes: { first: [], second: null } });
  await expect.poll(() => wall.room()?.turnout).toEqual({ experiment, vote: 2, answered: 1, of: 3 });
  await teacher.ask("timer", { kind: "discuss", seconds: 120, until: null });
  await expect.poll(() => wall.timer()?.leftMs).toBeLessThanOrEqual(120_000);
  await teacher.ask("plan", plan);
  await teacher.ask("lead", place);
  await teacher.ask("close", [ahead]);
  await expect.poll(eve.closed).toEqual([ahead]);
  await expect.poll(teacher.plan).toMatchObject({ ...plan, reached: 1, breakLeftMs: 0 });
  expect([wall.plan(), eve.plan()]).toEqual([undefined, undefined]);

  const away = Promise.all([teacher, wall, ana, bo, eve].map(isRestarted));
  await first.close();
  await away;
  const { learners } = JSON.parse(readFileSync(`${shownFile}-record.json`, "utf8"));
  expect(learners).toMatchObject([{ name: "Ana" }, { name: "Bo" }, { name: "Eve" }]);
  const second = await openClass(Number(new URL(first.url).port), shownFile);
  await expect
    .poll(() => wall.room())
    .toMatchObject({ online: 3, note: "Predict first", lead: place, voteAgain: experiment });
  await expect.poll(() => wall.room()?.turnout).toMatchObject({ vote: 2, answered: 1, of: 3 });
  expect(wall.timer()).toMatchObject({ kind: "discuss", until: null });
  const other = await instructor(second.url);
  await expect.poll(other.plan).toMatchObject({ ...plan, reached: 1 });
  expect([other.closed(), eve.closed()]).toEqual([[ahead], [ahead]]);
  await teacher.ask("plan", null);
  await expect.poll(eve.closed).toEqual([]);
  expect(other.plan()).toBeNull();

  const votes = { first: ["β"], second: ["α"] };
  ana.votes({ predicted: ["α"], votes, happened: ["α"], isRight: true });
  await teacher.ask("reveal", experiment);
  await teacher.ask("markRight", true);
  await expect
    .poll(() => wall.room()?.revealed)
    .toEqual({
      experiment,
      first: {
        answers: [
          { answer: ["β"], count: 1 },
          { answer: [], count: 1 },
        ],
        others: 0,
        of: 2,
      },
      second: { answers: [{ answer: ["α"], count: 1 }], others: 0, of: 1 },
      right: ["α"],
    });
  const { body } = await second.call("GET", "/api/workshop/record.json", { token: instructorKey });
  expect(body.learners[0].joinedAt).toBe(learners[0].joinedAt);
  expect(body.learners.find(({ name }: { name: string }) => name === "Ana").experiments).toMatchObject([
    { experiment: "across", predicted: ["α"], right: true, votes },
  ]);
});

test.each([
  ["voteAgain", "no experiment"],
  ["markRight", "yes"],
  ["timer", { kind: "predict", seconds: 0, until: null }],
  ["timer", { kind: "predict", seconds: 4 * 3600 + 1, until: null }],
  ["timer", { kind: "break", seconds: 60, until: "24:00" }],
  ["plan", { ...plan, steps: [] }],
  ["plan", { ...plan, steps: [...plan.steps, { ...place, minutes: 1 }] }],
  ["plan", { ...plan, steps: [{ ...place, minutes: 241 }] }],
  ["close", ["03-two-servers"]],
  ["timer", { kind: "nap", seconds: 60, until: null }],
])("%s refuses %j, and anyone who isn't an instructor", async (event, argument) => {
  const world = await openClass();
  const teacher = await instructor(world.url);
  expect(await teacher.ask(event, argument)).toMatchObject({ error: { code: "invalid" } });
  const lea = await learner(world.url, "Lea");
  expect(await lea.ask(event, null)).toMatchObject({ error: { code: "forbidden" } });
});
