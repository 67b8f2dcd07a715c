// Learners' signals over real sockets: instructors see them with their text, the room in numbers, and a restart loses none.
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { maxQuestionLength, maxSignals, type SignalReport } from "../../servers/protocol-workshop.ts";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, join, learner, type Person } from "./people.ts";

const workshop = { instructorKey, publicUrl: null, learners: 1 };
const at = { lesson: "03-two-servers", experiment: "across" };
const signalId = (number: number) => number.toString(16).padStart(32, "0");
const report = (number: number, more: Partial<SignalReport> = {}): SignalReport => ({
  id: signalId(number),
  kind: "question",
  text: "Why β?",
  at,
  agoMs: 0,
  end: null,
  ...more,
});

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", { workshop });
});
afterAll(() => world.close());

/** What a learner's page does: reports all of its signals whenever it connects, and keeps an answer. */
function reportsSignals({ socket, say }: Person, reports: SignalReport[]) {
  const answers: string[] = [];
  const tell = () => say("signals", reports);
  socket.on("connect", tell);
  socket.on("answered", (id) => {
    answers.push(id);
    for (const one of reports) if (one.id === id) one.end = { how: "answered", agoMs: 0 };
  });
  tell();
  return answers;
}

const csv = async ({ url }: World) => {
  const headers = { authorization: `Bearer ${instructorKey}` };
  return (await fetch(new URL("/api/workshop/record.csv", url), { headers })).text();
};

test("a question reaches instructors with its text, the wall as a number, and ends when it's answered", async () => {
  const [teacher, projector] = [await instructor(world.url), await join(world.url, { role: "projector" })];
  const ada = await learner(world.url, "Ada");
  const answers = reportsSignals(ada, [report(1, { text: "\u202eWhy <b>β</b>?\n" })]);
  await expect
    .poll(() => teacher.roster().get("Ada")?.signal)
    .toMatchObject({ id: signalId(1), kind: "question", text: "Why <b>β</b>?", at });
  await expect.poll(() => projector.room()?.signals).toEqual({ question: 1, stuck: 0, done: 0 });
  expect(JSON.stringify(projector.room())).not.toMatch(/Ada|Why/);

  const what = { learner: ada.you()?.id, signal: signalId(1) };
  expect(await teacher.ask("answer", { ...what, signal: signalId(2) })).toMatchObject({
    error: { code: "conflict", message: expect.stringContaining("Ada has taken this back") },
  });
  expect(await teacher.ask("answer", what)).toEqual({});
  await expect.poll(() => answers).toEqual([signalId(1)]);
  await expect.poll(() => teacher.roster().get("Ada")?.signal).toBeNull();
  await expect.poll(() => projector.room()?.signals.question).toBe(0);
  expect(await teacher.ask("answer", what)).toMatchObject({ error: { code: "conflict" } });
  expect(await teacher.ask("answer", { ...what, learner: "nobody" })).toMatchObject({
    error: { code: "not_found" },
  });
  expect(await csv(world)).toMatch(
    /"Ada",[^\n]*"03-two-servers","across",(?:"",)+"[^"]+","question","Why <b>β<\/b>\?","answered","[^"]+",/,
  );
});

test("a page that was away when its signal was answered hears of it when it's back", async () => {
  const teacher = await instructor(world.url);
  const bob = await learner(world.url, "Bob");
  const answers = reportsSignals(bob, [report(3, { kind: "stuck", text: "" })]);
  await expect.poll(() => teacher.roster().get("Bob")?.signal?.kind).toBe("stuck");
  bob.socket.disconnect();
  await expect.poll(() => teacher.roster().get("Bob")?.online).toBe(false);
  expect(await teacher.ask("answer", { learner: bob.you()?.id, signal: signalId(3) })).toEqual({});
  bob.socket.connect();
  await expect.poll(() => answers).toEqual([signalId(3)]);
});

test("what isn't in the contract is refused, and changes nothing", async () => {
  const teacher = await instructor(world.url);
  const { ask, you } = await learner(world.url, "Cy");
  expect(await ask("signals", [report(4)])).toEqual({});
  const wrong: unknown[] = [
    "stuck",
    [report(5, { text: "?".repeat(maxQuestionLength + 1) })],
    Array.from({ length: maxSignals + 1 }, (_, index) => report(index)),
    [report(5, { id: "x" })],
    [report(5, { kind: "angry" as "stuck" })],
    [report(5, { end: { how: "ignored" as "moved", agoMs: 0 } })],
    [report(5, { agoMs: Number.NaN })],
    [{ ...report(5), at: { lesson: "../x", experiment: null } }],
  ];
  for (const signals of wrong) {
    expect(await ask("signals", signals), JSON.stringify(signals).slice(0, 80)).toMatchObject({
      error: { code: "invalid" },
    });
  }
  await expect.poll(() => teacher.roster().get("Cy")?.signal?.id).toBe(signalId(4));
  expect(await ask("answer", { learner: you()?.id, signal: signalId(4) })).toMatchObject({
    error: { code: "forbidden" },
  });
});

test("a restarted gateway has the signals again, with their times and how they ended", async () => {
  const first = await openWorld("embedded", { workshop });
  let second: World | undefined;
  onTestFinished(async () => {
    await first.close();
    await second?.close();
  });
  const people = [await learner(first.url, "Ada"), await learner(first.url, "Bo")] as const;
  const minutes = (count: number) => count * 60_000;
  const old = report(6, { text: "Old?", agoMs: minutes(9), end: { how: "moved", agoMs: minutes(7) } });
  reportsSignals(people[0], [old, report(7, { agoMs: minutes(5) })]);
  reportsSignals(people[1], [report(8, { kind: "done", text: "", agoMs: minutes(2) })]);
  const before = await instructor(first.url);
  await expect.poll(() => before.room()?.signals).toEqual({ question: 1, stuck: 0, done: 1 });

  const { port } = new URL(first.url);
  await first.close();
  second = await openWorld("embedded", { workshop, port: Number(port) });

  const after = await instructor(second.url);
  await expect.poll(() => after.room()?.signals).toEqual({ question: 1, stuck: 0, done: 1 });
  await expect
    .poll(() => after.roster().get("Ada")?.signal)
    .toMatchObject({ id: signalId(7), kind: "question", text: "Why β?", at });
  const record = await csv(second);
  expect(record).toMatch(/"Ada",[^\n]*"question","Old\?","moved","[^"]+",/);
  expect(record).toMatch(/"Bo",[^\n]*"done","","",""/);
});
