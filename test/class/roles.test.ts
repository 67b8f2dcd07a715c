// Who may do what in a workshop: the server refuses, whatever a page offers.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorkshopAuth } from "../../servers/class/protocol-roles.ts";
import { instructorSchemas, learnerSchemas } from "../../servers/gateway/workshop/event-schemas.ts";
import { openWorld, type World } from "../world.ts";
import { helper, helperKey, instructor, instructorKey, join, learner, phone } from "./people.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", {
    workshop: { instructorKey, helperKey, publicUrl: null, learners: 1 },
  });
});
afterAll(() => world.close());

/** All events of the contract, with who may send them. */
const events = [
  ...[...Object.keys(learnerSchemas), "pairCode", "endPair"].map((event) => [event, "a learner"] as const),
  ...[...Object.keys(instructorSchemas), "share", "unshare"].map(
    (event) => [event, "an instructor"] as const,
  ),
];

const people = [
  ["a learner", () => learner(world.url, "Lea")],
  ["a phone", () => phone(world.url)],
  ["the projector", () => join(world.url, { role: "projector" })],
  ["an instructor", () => instructor(world.url)],
  ["a helper", () => helper(world.url)],
] as const;

describe.each(people)("%s", (role, connect) => {
  test("may send its own events and no others, with or without an acknowledgement", async () => {
    const { ask, say, refusals } = await connect();
    const forbidden = [];
    for (const [event, owner] of events) {
      const mayDo = owner === role || (role === "a helper" && event === "answer");
      // No event takes this, so that nothing happens.
      const error = mayDo
        ? { code: "invalid", message: expect.any(String) }
        : { code: "forbidden", message: `Only ${owner} may do this; you are here as ${role}.` };
      expect(await ask(event, ["no event takes this"]), event).toEqual({ error });
      if (!mayDo) forbidden.push(error);
    }
    const [first] = forbidden;
    const [event] = events.find(([, owner]) => owner !== role) ?? [""];
    say(event, null);
    await expect.poll(() => refusals).toEqual([first]);
    expect((await world.call("GET", "/healthz")).body.labs.open).toBe(0);
  });
});

test("a helper sees the roster, changes a lab only while its learner allows it, and has no record", async () => {
  const [assistant, lab, kim] = [
    await helper(world.url),
    await world.openLab(),
    await learner(world.url, "Kim"),
  ];
  await kim.ask("lab", { id: lab.id, token: lab.token });
  await expect.poll(() => assistant.roster().get("Kim")?.lab).toBe(lab.id);
  const change = async () =>
    (
      await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
        token: helperKey,
        body: { link: "adapter" },
      })
    ).status;
  expect(await change()).toBe(403);
  await kim.ask("help", true);
  expect(await change()).toBe(200);
  for (const path of ["/api/workshop/record.json", "/api/workshop/record.csv"])
    expect((await world.call("GET", path, { token: helperKey })).status).toBe(403);

  const signal = { id: "0".repeat(32), kind: "question", text: "Why?", at: null, agoMs: 0, end: null };
  kim.say("signals", [signal]);
  await expect.poll(() => assistant.roster().get("Kim")?.signal?.text).toBe("Why?");
  expect(await assistant.ask("answer", { learner: kim.you()?.id, signal: signal.id })).toEqual({});
  await expect.poll(() => assistant.roster().get("Kim")?.signal).toBeNull();
});

test("an instructor is no learner", async () => {
  const { ask } = await instructor(world.url);
  expect(await ask("help", true)).toEqual({
    error: { code: "forbidden", message: "Only a learner may do this; you are here as an instructor." },
  });
});

const key = randomUUID();
test.each<[string, unknown, string, RegExp]>([
  ["without a role", {}, "invalid", /auth: \{role: "learner" or/],
  ["with an unknown role", { role: "owner", key }, "invalid", /auth: \{role/],
  ["with a key that can be guessed", { role: "learner", key: "1", name: "Eve" }, "invalid", /16 to 64/],
  ["as an instructor with another key", { role: "instructor", key }, "forbidden", /the terminal printed/],
  ["with no name", { role: "learner", key, name: " " }, "invalid", /must have 1 to 24 visible characters/],
  ["with an invisible name", { role: "phone", key, name: "\u200b\u202e" }, "invalid", /visible characters/],
])("a connection %s is refused", async (_how, auth, code, message) => {
  await expect(join(world.url, auth as WorkshopAuth)).rejects.toMatchObject({
    message: expect.stringMatching(message),
    data: { code },
  });
});

test("events and arguments outside the contract are refused with what was expected", async () => {
  const { ask } = await learner(world.url, "Max");
  expect(await ask("progress", { at: "everywhere", done: {} })).toMatchObject({
    error: { code: "invalid", message: expect.stringMatching(/expected object/) },
  });
  expect(
    await ask("progress", {
      at: null,
      done: { "=cmd#x": { predicted: null, passed: true, agoMs: 0 } },
    }),
  ).toMatchObject({
    error: { code: "invalid" },
  });
  const scrawl = { predicted: ["<b>\u202ewall"], passed: false, agoMs: 0 };
  expect(await ask("progress", { at: null, done: { "03-two-servers#x": scrawl } })).toMatchObject({
    error: { code: "invalid" },
  });
  expect(await ask(5 as unknown as string)).toMatchObject({
    error: { code: "invalid", message: 'There is no event "5" here.' },
  });
  expect(await ask("constructor")).toMatchObject({
    error: { code: "invalid", message: 'There is no event "constructor" here.' },
  });
});

test("a page that sends too much is refused, and accepted again a second later", async () => {
  const { ask } = await learner(world.url, "Flo");
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask("help", false)));
  expect(answers).toContainEqual({
    error: { code: "rate", message: expect.stringContaining("at most 30 events a second") },
  });
  await expect.poll(() => ask("help", false)).toEqual({});
});
