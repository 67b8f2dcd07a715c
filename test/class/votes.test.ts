// Two votes on one question, as the whole room sees them, with a restart of the gateway in the middle.
import { mkdtempSync, rmSync } from "node:fs";
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
  const workshop = { instructorKey, publicUrl: null, learners: 1, shownFile };
  const world = await openWorld("embedded", { workshop, port });
  onTestFinished(() => world.close());
  return world;
}

const isRestarted = ({ socket }: Pick<Person, "socket">) =>
  new Promise<void>((resolve) => socket.once("disconnect", () => resolve()));

test("the room sees how many have answered, then the answers; after a restart both votes, the mark and the timer", async () => {
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

  const away = Promise.all([teacher, wall, ana, bo, eve].map(isRestarted));
  await first.close();
  await away;
  const second = await openClass(Number(new URL(first.url).port), shownFile);
  await expect
    .poll(() => wall.room())
    .toMatchObject({ online: 3, note: "Predict first", lead: place, voteAgain: experiment });
  await expect.poll(() => wall.room()?.turnout).toMatchObject({ vote: 2, answered: 1, of: 3 });
  expect(wall.timer()).toMatchObject({ kind: "discuss", until: null });

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
  ["timer", { kind: "nap", seconds: 60, until: null }],
])("%s refuses %j, and anyone who isn't an instructor", async (event, argument) => {
  const world = await openClass();
  const teacher = await instructor(world.url);
  expect(await teacher.ask(event, argument)).toMatchObject({ error: { code: "invalid" } });
  const lea = await learner(world.url, "Lea");
  expect(await lea.ask(event, null)).toMatchObject({ error: { code: "forbidden" } });
});
