// What an acknowledgement says, as data, whatever a server puts into it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf } from "../../../../../servers/lab/process/observe/answer.ts";
import { judge } from "../../../../../site/lab/checks/checks.ts";
import { derive, emptyDerived } from "../../../../../site/lab/derive/messages.ts";
import { outcomeOf } from "../../../../../site/lab/derive/outcome.ts";
import { labWords } from "../../../../words.ts";
import { openWorld, type World } from "../../../../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

test.each<[string, unknown[], unknown]>([
  [
    "sockets",
    [
      [
        { id: "one", rooms: [] },
        { id: "two", rooms: [] },
      ],
    ],
    { count: 2, sockets: ["one", "two"] },
  ],
  ["a list of anything", [[1, null, { id: 5 }]], { count: 3 }],
  ["an empty list", [[]], { count: 0 }],
  ["an error as text", [{ error: "timeout" }], { error: { code: "", message: "timeout" } }],
  [
    "an error as data",
    [{ error: { code: "rate", message: "too many" } }],
    { error: { code: "rate", message: "too many" } },
  ],
  ["an error that is neither", [{ error: 7 }], { error: { code: "", message: "" } }],
  ["a word", ["ok"], {}],
  ["nothing", [], {}],
  ["null", [null], {}],
])("reads %s", (_, args, answer) => {
  expect(answerOf(args)).toEqual(answer);
});

test("limits what it copies", () => {
  const many = Array.from({ length: 5_000 }, () => ({ id: "x".repeat(500) }));
  const { count, sockets } = answerOf([many]);
  expect(count).toBe(5_000);
  expect(sockets).toHaveLength(1_000);
  expect(sockets?.[0]).toHaveLength(200);
});

test("finds each of four clients in the answer to who, although its text is cut", async () => {
  const lab = await world.openLab();
  const names = ["α", "β", "γ", "δ"];
  const clients = await Promise.all(
    names.map((name, index) => lab.client(index < 2 ? "a" : "b", { auth: { name } })),
  );
  await lab.setLinks("adapter", "adapter");
  for (const { socket } of clients) await lab.traced("connected", (event) => event.socket === socket.id);
  await clients[0]?.socket.emitWithAck("who");
  const { text } = await lab.traced("acknowledged");
  expect(text).toMatch(/…$/);

  const derived = derive(emptyDerived(), await lab.trace());
  const message = [...derived.messages.values()].find(({ event }) => event === "who");
  const outcome = message && outcomeOf(message, names, derived.picture, derived.at + 60_000);
  expect(judge("answer-names-everyone", outcome, derived, labWords.en.checks)).toMatchObject({
    passed: true,
  });
});
