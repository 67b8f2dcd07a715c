// A workshop over real sockets: what one person does, the others see.
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, join, learner } from "./people.ts";

const place = { lesson: "03-two-servers", experiment: "across" };
const experiment = "03-two-servers#across";
const done = (predicted: string[] | null, passed: boolean) => ({
  [experiment]: { predicted, passed, agoMs: 0 },
});
const workshop = { instructorKey, publicUrl: "http://192.168.1.20:3000", learners: 1 };

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", { workshop });
});
afterAll(() => world.close());

describe("the workshop's address", () => {
  test("is public", async () => {
    expect(await world.call("GET", "/api/workshop")).toEqual({
      status: 200,
      body: { joinUrls: ["http://192.168.1.20:3000/join/"] },
    });
  });

  test("and its sockets don't exist without a workshop", async () => {
    const alone = await openWorld();
    onTestFinished(() => alone.close());
    expect(await alone.call("GET", "/api/workshop")).toEqual({
      status: 404,
      body: { error: { code: "not_found", message: expect.stringContaining("npm start -- --workshop") } },
    });
    await expect(join(alone.url, { role: "projector" })).rejects.toThrow(/websocket error/);
  });
});

describe("what learners do", () => {
  test("is seen by instructors by name, and by the room in numbers only", async () => {
    const [teacher, projector] = [await instructor(world.url), await join(world.url, { role: "projector" })];
    const lea = await learner(world.url, "  Lea\u202e ");
    expect(lea.you()).toEqual({ id: expect.any(String), name: "Lea" });
    lea.say("progress", { at: place, done: done(["β"], true) });
    expect(await lea.ask("follow", true)).toEqual({});

    await expect
      .poll(() => teacher.roster().get("Lea"))
      .toMatchObject({
        online: true,
        at: place,
        met: [experiment],
        predictions: { [experiment]: ["β"] },
        follows: true,
      });
    await expect.poll(() => projector.room()?.met).toEqual({ [experiment]: 1 });
    expect(projector.roster()).toEqual(new Map());
    expect(JSON.stringify(projector.room())).not.toMatch(/Lea|β/);

    lea.socket.disconnect();
    await expect.poll(() => teacher.roster().get("Lea")).toMatchObject({ online: false, follows: false });
  });

  test("is batched: forty busy learners cost an instructor a few messages a second", async () => {
    const teacher = await instructor(world.url);
    const people = await Promise.all(
      Array.from({ length: 40 }, (_, index) => learner(world.url, `No ${index}`)),
    );
    await expect.poll(() => teacher.roster().get("No 39")).toBeDefined();
    const [before, start] = [teacher.received(), performance.now()];
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        people.map(({ ask, say }) => {
          say("progress", { at: place, done: done(["β"], round % 2 === 0) });
          return ask("follow", round % 2 === 0);
        }),
      );
    }
    await expect.poll(() => teacher.room()?.met[experiment] ?? 0).toBeLessThanOrEqual(1);
    await expect
      .poll(() => [...teacher.roster().values()].filter(({ met }) => met.length).length)
      .toBeLessThanOrEqual(1);
    const windows = Math.ceil((performance.now() - start) / 200) + 1;
    // One `room` and one `roster` per 200 ms.
    expect(teacher.received() - before).toBeLessThanOrEqual(2 * windows);
  });
});

describe("what an instructor does", () => {
  test("is seen by everyone, and by a second instructor, who can undo it", async () => {
    const [first, second, lea] = [
      await instructor(world.url),
      await instructor(world.url),
      await learner(world.url, "Max"),
    ];
    lea.say("progress", { at: null, done: done(["β"], false) });
    expect(await first.ask("note", " Lunch\u202e at 12 🍜 ")).toEqual({});
    expect(await first.ask("lead", place)).toEqual({});
    expect(await second.ask("reveal", experiment)).toEqual({});
    for (const person of [first, second, lea]) {
      await expect.poll(person.room).toMatchObject({
        note: "Lunch at 12 🍜",
        lead: place,
        revealed: { experiment, first: { answers: [{ answer: ["β"], count: expect.any(Number) }] } },
      });
    }
    for (const action of ["note", "lead", "reveal"]) expect(await second.ask(action, null)).toEqual({});
    await expect.poll(lea.room).toMatchObject({ note: null, lead: null, revealed: null });
  });

  test("reaches people who join later", async () => {
    const teacher = await instructor(world.url);
    await teacher.ask("note", "Begin with lesson 1");
    expect((await learner(world.url, "Late")).room()).toMatchObject({ note: "Begin with lesson 1" });
    await teacher.ask("note", null);
  });

  test("takes somebody off the roster, who can join again", async () => {
    const [teacher, key] = [await instructor(world.url), randomUUID()];
    const eve = await learner(world.url, "Eve", key);
    const removed = new Promise<void>((resolve) => eve.socket.once("removed", resolve));
    const ended = new Promise((resolve) => eve.socket.once("disconnect", resolve));
    await expect.poll(() => teacher.roster().get("Eve")?.id).toBe(eve.you()?.id);
    expect(await teacher.ask("remove", eve.you()?.id)).toEqual({});
    await removed;
    expect(await ended).toBe("io server disconnect");
    await expect.poll(() => teacher.roster().has("Eve")).toBe(false);
    expect(await teacher.ask("remove", eve.you()?.id)).toMatchObject({ error: { code: "not_found" } });
    await learner(world.url, "Eve", key);
    await expect.poll(() => teacher.roster().has("Eve")).toBe(true);
  });
});

describe("a learner's lab", () => {
  test("is known once its token proves whose it is, and not with anybody else's token", async () => {
    const [teacher, lab, other] = [await instructor(world.url), await world.openLab(), await world.openLab()];
    const noa = await learner(world.url, "Noa");
    expect(await noa.ask("lab", { id: lab.id, token: other.token })).toMatchObject({
      error: { code: "forbidden", message: expect.stringContaining("does not belong to this lab") },
    });
    expect(await noa.ask("lab", { id: "nowhere", token: lab.token })).toMatchObject({
      error: { code: "not_found" },
    });
    expect(await noa.ask("lab", { id: lab.id, token: lab.token })).toEqual({});
    await expect.poll(() => teacher.roster().get("Noa")?.lab).toBe(lab.id);
    await lab.change("DELETE", "");
    await expect.poll(() => teacher.roster().get("Noa")?.lab).toBeNull();
  });

  test("is changed by an instructor only while its learner allows it", async () => {
    const lab = await world.openLab();
    const kim = await learner(world.url, "Kim");
    const change = (token: string) =>
      world.call("PATCH", `/api/labs/${lab.id}/servers/a`, { token, body: { link: "adapter" } });
    const noOwner = {
      code: "forbidden",
      message: expect.stringContaining("Nobody on the roster has this lab"),
    };
    const notNow = { code: "forbidden", message: expect.stringContaining("Kim does not allow help now") };

    expect(await change(instructorKey)).toEqual({ status: 403, body: { error: noOwner } });
    await kim.ask("lab", { id: lab.id, token: lab.token });
    expect(await change(instructorKey)).toEqual({ status: 403, body: { error: notNow } });
    await kim.ask("help", true);
    expect(await change(instructorKey)).toMatchObject({ status: 200, body: { link: "adapter" } });
    expect((await change(`${instructorKey}-of-another`)).status).toBe(403);
    await kim.ask("help", false);
    expect(await change(instructorKey)).toEqual({ status: 403, body: { error: notNow } });
    await kim.ask("help", true);
    kim.socket.disconnect();
    await expect.poll(async () => (await change(instructorKey)).status).toBe(403);
  });

  test("has a Redis console for an instructor only while its learner allows it", async () => {
    const lab = await world.openLab();
    const sam = await learner(world.url, "Sam");
    await sam.ask("lab", { id: lab.id, token: lab.token });
    const socket = io(world.url, {
      path: "/watch/socket.io/",
      auth: { lab: lab.id, after: 0, token: instructorKey },
      forceNew: true,
    });
    onTestFinished(() => void socket.disconnect());
    const refused = new Promise((resolve) => socket.once("refused", resolve));
    socket.emit("redis", "PING");
    expect(await refused).toEqual({
      code: "forbidden",
      message: expect.stringContaining("Sam does not allow help"),
    });
    await sam.ask("help", true);
    const printed = new Promise<string[]>((resolve) => socket.once("redis", resolve));
    socket.emit("redis", "PING");
    expect((await printed).join("\n")).toContain("PONG");
  });

  test("ends on a reset; its learner and its watchers are notified", async () => {
    const [teacher, lab] = [await instructor(world.url), await world.openLab()];
    const tom = await learner(world.url, "Tom");
    const id = tom.you()?.id;
    expect(await teacher.ask("reset", id)).toMatchObject({
      error: { code: "conflict", message: "Tom has no lab now. There is nothing to reset." },
    });
    await tom.ask("lab", { id: lab.id, token: lab.token });
    const watcher = io(world.url, {
      path: "/watch/socket.io/",
      auth: { lab: lab.id, after: 0 },
      forceNew: true,
    });
    onTestFinished(() => void watcher.disconnect());
    await new Promise<void>((resolve) => watcher.once("connect", resolve));
    const gone = new Promise((resolve) => watcher.once("gone", resolve));
    const reset = new Promise<void>((resolve) => tom.socket.once("reset", resolve));

    expect(await teacher.ask("reset", id)).toEqual({});
    await reset;
    expect(await gone).toBe("reset");
    expect((await world.call("GET", `/api/labs/${lab.id}`)).status).toBe(404);
    await expect.poll(() => teacher.roster().get("Tom")?.lab).toBeNull();
  });
});
