// Who may do what in a workshop: the server refuses, whatever a page offers.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorkshopAuth } from "../../servers/protocol-workshop.ts";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, join, learner, phone } from "./people.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", { workshop: { instructorKey, publicUrl: null, learners: 1 } });
});
afterAll(() => world.close());

const everyInstructorsAction = [
  ["note", "hello"],
  ["lead", { lesson: "03-two-servers", experiment: null }],
  ["reveal", "03-two-servers#across"],
  ["answer", { learner: "somebody", signal: "0".repeat(32) }],
  ["reset", "somebody"],
  ["remove", "somebody"],
  ["end", "some lab"],
  ["share"],
  ["unshare"],
] as const;

const notInstructors = [
  ["learner", () => learner(world.url, "Lea")],
  ["phone", () => phone(world.url)],
  ["projector", () => join(world.url, { role: "projector" })],
] as const;

describe.each(notInstructors)("a %s", (role, connect) => {
  test.each(everyInstructorsAction)("is refused %s, with or without an acknowledgement", async (...event) => {
    const { ask, say, refusals } = await connect();
    const error = {
      code: "forbidden",
      message: expect.stringContaining(`Only an instructor may do this; you are here as`),
    };
    const [name, ...args] = event;

    expect(await ask(name, ...args)).toEqual({ error });
    say(name, ...args);
    await expect.poll(() => refusals).toEqual([error]);
    expect((await world.call("GET", "/healthz")).body.labs.open, role).toBe(0);
  });
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
