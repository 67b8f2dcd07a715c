// The quiz before and after the course, over real sockets: the class by misconception, nobody by name, and a restart loses nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { QuizReport } from "../../servers/quiz/class-quiz.ts";
import { type QuizAnswer, questionIds } from "../../servers/quiz/questions.ts";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, join, learner, type Person } from "./people.ts";

const workshop = { instructorKey, publicUrl: null, learners: 1 };

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", { workshop });
});
afterAll(() => world.close());

const given = (answer: QuizAnswer, agoMs = 0) => ({ answer, agoMs });
const allRight = Object.fromEntries(
  questionIds.map((question) => [question, given("right")]),
) as QuizReport["before"];

/** What a learner's page does: reports all that was answered, at each connection. */
function reportsQuiz({ socket, say }: Person, report: QuizReport): void {
  const tell = () => say("quizAnswers", report);
  socket.on("connect", tell);
  tell();
}

const record = async ({ url }: World, kind: "csv" | "json") => {
  const headers = { authorization: `Bearer ${instructorKey}` };
  return (await fetch(new URL(`/api/workshop/record.${kind}`, url), { headers })).text();
};

test("the wall has numbers only, and the misconceptions once they are revealed; the record has each learner's", async () => {
  const [teacher, wall] = [await instructor(world.url), await join(world.url, { role: "projector" })];
  const [ada, bo] = [await learner(world.url, "Ada"), await learner(world.url, "Bo")];
  await expect.poll(() => wall.room()?.quiz).toEqual({ open: null, revealed: null });

  expect(await teacher.ask("openQuiz", "before")).toEqual({});
  await expect.poll(() => ada.room()?.quiz.open).toEqual({ round: "before", answered: 0, of: 2 });
  expect(
    await ada.ask("quizAnswers", {
      before: { ...allRight, balancer: given("adapter-replaces-sticky", 60_000) },
      after: {},
    }),
  ).toEqual({});
  expect(
    await bo.ask("quizAnswers", { before: { balancer: given("adapter-replaces-sticky") }, after: {} }),
  ).toEqual({});
  await expect.poll(() => wall.room()?.quiz.open).toEqual({ round: "before", answered: 1, of: 2 });
  expect(JSON.stringify(wall.room())).not.toMatch(/Ada|Bo|adapter-replaces-sticky/);
  const before = { held: 2, of: 2 };
  await expect
    .poll(() => teacher.quizResults()?.misconceptions)
    .toEqual([{ misconception: "adapter-replaces-sticky", before, after: null }]);
  expect(wall.quizResults()).toBeUndefined();

  expect(await teacher.ask("openQuiz", "after")).toEqual({});
  await ada.ask("quizAnswers", { before: { balancer: given("adapter-replaces-sticky") }, after: allRight });
  await expect.poll(() => wall.room()?.quiz.open).toEqual({ round: "after", answered: 1, of: 2 });
  expect(await teacher.ask("revealQuiz", true)).toEqual({});
  const misconceptions = [{ misconception: "adapter-replaces-sticky", before, after: { held: 0, of: 1 } }];
  await expect.poll(() => wall.room()?.quiz).toMatchObject({ open: null, revealed: { misconceptions } });
  expect(JSON.stringify(wall.room())).not.toMatch(/Ada|Bo/);
  expect(JSON.stringify(teacher.quizResults())).not.toMatch(/Ada|Bo/);

  const { learners } = JSON.parse(await record(world, "json"));
  expect(learners.find(({ name }: { name: string }) => name === "Bo").quiz).toEqual([
    {
      round: "before",
      question: "balancer",
      right: false,
      misconception: "adapter-replaces-sticky",
      at: expect.any(String),
    },
  ]);
  const csv = await record(world, "csv");
  expect(csv).toMatch(/"Bo",[^\n]*"no",[^\n]*"before","balancer","adapter-replaces-sticky"\r\n/);
  expect(csv).toMatch(/"Ada",[^\n]*"yes",[^\n]*"after","balancer",""\r\n/);

  // Leading on takes the results off the wall.
  await teacher.ask("lead", { lesson: "03-two-servers", experiment: "broadcast" });
  await expect.poll(() => wall.room()?.quiz.revealed).toBeNull();
  expect(await teacher.ask("lead", null)).toEqual({});
});

test("what isn't in the contract is refused, and changes nothing", async () => {
  const teacher = await instructor(world.url);
  const cy = await learner(world.url, "Cy");
  const good: QuizReport = { before: { late: given("channels-are-keys") }, after: {} };
  expect(await cy.ask("quizAnswers", good)).toEqual({});
  const results = () => JSON.stringify(teacher.quizResults());
  await expect.poll(results).toContain("channels-are-keys");
  const known = results();
  const wrong: unknown[] = [
    null,
    [],
    { before: {} },
    { ...good, during: {} },
    { ...good, before: { late: given("rooms-in-redis") } },
    { ...good, before: { late: "right" } },
    { ...good, before: { late: given("right", Number.NaN) } },
    { ...good, before: { constructor: given("right") } },
    { ...good, before: { ["x".repeat(50_000)]: given("right") } },
    {
      ...good,
      before: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index, given("right")])),
    },
    JSON.parse('{"before":{"__proto__":{"answer":"right","agoMs":0}},"after":{}}'),
  ];
  for (const report of wrong) {
    expect(await cy.ask("quizAnswers", report), JSON.stringify(report).slice(0, 80)).toMatchObject({
      error: { code: "invalid" },
    });
  }
  for (const round of ["during", 7, {}])
    expect(await teacher.ask("openQuiz", round)).toMatchObject({ error: { code: "invalid" } });
  expect(await teacher.ask("revealQuiz", "yes")).toMatchObject({ error: { code: "invalid" } });
  for (const event of ["openQuiz", "revealQuiz"])
    expect(await cy.ask(event, null)).toMatchObject({ error: { code: "forbidden" } });
  expect(await teacher.ask("quizAnswers", good)).toMatchObject({ error: { code: "forbidden" } });
  expect(results()).toBe(known);
});

test("a restarted gateway has the open round and all answers again, with their times", async () => {
  const folder = mkdtempSync(joinPath(tmpdir(), "crosstalk-quiz-"));
  const shownFile = joinPath(folder, "shown");
  const first = await openWorld("embedded", { workshop: { ...workshop, shownFile } });
  let second: World | undefined;
  onTestFinished(async () => {
    await first.close();
    await second?.close();
    rmSync(folder, { recursive: true });
  });
  const ada = await learner(first.url, "Ada");
  reportsQuiz(ada, { before: { late: given("channels-are-keys", 600_000) }, after: allRight });
  const before = await instructor(first.url);
  await before.ask("openQuiz", "after");
  await expect.poll(() => before.room()?.quiz.open).toEqual({ round: "after", answered: 1, of: 1 });
  const results = before.quizResults();

  const { port } = new URL(first.url);
  await first.close();
  second = await openWorld("embedded", { workshop: { ...workshop, shownFile }, port: Number(port) });

  const after = await instructor(second.url);
  await expect.poll(() => after.room()?.quiz.open).toEqual({ round: "after", answered: 1, of: 1 });
  await expect.poll(() => after.quizResults()).toEqual(results);
  const [{ quiz }] = JSON.parse(await record(second, "json")).learners;
  expect(Date.now() - Date.parse(quiz[0].at)).toBeGreaterThan(500_000);
});
