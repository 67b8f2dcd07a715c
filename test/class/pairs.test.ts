// Two learners at one lab, over real sockets and with real servers.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openWorld, type TestLab, type World } from "../world.ts";
import { helperKey, instructor, instructorKey, learner, type Person } from "./people.ts";

const experiment = "03-two-servers#across";
const done = { [experiment]: { predicted: ["β"], passed: true, agoMs: 0 } };

async function openClass(options: { port?: number; pairsFile?: string } = {}): Promise<World> {
  const { port, pairsFile } = options;
  const workshop = { instructorKey, helperKey, publicUrl: null, learners: 1, pairsFile };
  const world = await openWorld("embedded", { workshop, ...(port && { port }) });
  onTestFinished(() => world.close());
  return world;
}

const idOf = (person: Person) => person.you()?.id ?? "";
const reportsLab = (person: Person, { id, token }: TestLab) => person.ask("lab", { id, token });

/** The guest sits at the host's lab. */
async function pair(host: Person, guest: Person): Promise<void> {
  expect(await host.ask("pairCode")).toEqual({ refused: null });
  await expect.poll(host.pair).toMatchObject({ is: "alone", code: { text: expect.any(String) } });
  const state = host.pair();
  expect(await guest.ask("sitAt", state?.is === "alone" ? state.code?.text : "")).toEqual({ refused: null });
  await expect.poll(host.pair).toMatchObject({ is: "asked", guest: { id: idOf(guest) } });
  expect(guest.pair()).toEqual({ is: "asking", host: host.you()?.name });
  expect(await host.ask("admit", { guest: idOf(guest), does: true })).toEqual({});
  await expect.poll(guest.pair).toMatchObject({ is: "guest" });
}

/** The key of the lab at which this person is a guest. */
function seatOf({ pair }: Person): { id: string; token: string } {
  const state = pair();
  return (state?.is === "guest" && state.lab) || { id: "", token: "" };
}

test("both change the same lab, the roster shows who sits where, and a step that one meets counts for both", async () => {
  const world = await openClass();
  const [teacher, lab] = [await instructor(world.url), await world.openLab()];
  const [mia, bo] = [await learner(world.url, "Mia"), await learner(world.url, "Bo")];
  await reportsLab(mia, lab);
  await pair(mia, bo);
  const seat = seatOf(bo);
  expect(seat.id).toBe(lab.id);
  expect(seat.token).not.toBe(lab.token);
  const change = (token: string, link: string) =>
    world.call("PATCH", `/api/labs/${lab.id}/servers/a`, { token, body: { link } });
  expect((await change(seat.token, "adapter")).status).toBe(200);
  expect((await change(lab.token, "none")).status).toBe(200);
  await expect
    .poll(() => [...teacher.roster().values()].map(({ name, pair, lab: id }) => ({ name, pair, id })))
    .toEqual([
      { name: "Mia", pair: { name: "Bo", isHost: true }, id: lab.id },
      { name: "Bo", pair: { name: "Mia", isHost: false }, id: lab.id },
    ]);

  mia.say("progress", { at: null, done });
  await expect.poll(() => bo.metByOther).toEqual([experiment]);
  await expect.poll(() => teacher.roster().get("Bo")?.met).toEqual([experiment]);
  await expect.poll(() => teacher.room()?.met).toEqual({ [experiment]: 2 });

  await bo.ask("help", true);
  expect((await change(instructorKey, "adapter")).status).toBe(200);
  await bo.ask("endPair");
  expect(mia.pairEnds).toEqual([{ why: "left", name: "Bo" }]);
  expect((await change(seat.token, "adapter")).status).toBe(403);
  expect((await change(instructorKey, "adapter")).status).toBe(403);
  await expect.poll(() => teacher.roster().get("Bo")).toMatchObject({ lab: null, pair: null });
});

/** Every call that changes a lab, and what a guest gets. */
const guestCalls = [
  ["PATCH", "/servers/a", { link: "adapter" }, 200],
  ["PATCH", "/cables/a", { delayMs: 1 }, 200],
  ["PATCH", "/balancer", { sticky: true }, 200],
  ["POST", "/servers/b/kill", undefined, 200],
  ["POST", "/servers/b/start", undefined, 200],
  ["DELETE", "/code", undefined, 200],
  ["PATCH", "/app", { ownAdapter: false }, 409], // there is no app
  ["POST", "/report", {}, 409],
  ["DELETE", "", undefined, 403],
] as const;

test("a guest changes the owner's lab but can't end it or claim it, and changes nothing once the pair is over", async () => {
  const world = await openClass();
  const lab = await world.openLab();
  const [mia, bo] = [await learner(world.url, "Mia"), await learner(world.url, "Bo")];
  await reportsLab(mia, lab);
  await pair(mia, bo);
  const { token } = seatOf(bo);
  const callAll = async () => {
    const statuses: number[] = [];
    for (const [method, path, body] of guestCalls)
      statuses.push((await world.call(method, `/api/labs/${lab.id}${path}`, { token, body })).status);
    return statuses;
  };
  expect(await callAll()).toEqual(guestCalls.map(([, , , status]) => status));
  const forbidden = { error: { code: "forbidden", message: expect.any(String) } };
  expect(await bo.ask("lab", { id: lab.id, token })).toEqual(forbidden);
  expect((await world.call("GET", "/api/workshop/record.json", { token })).status).toBe(403);
  await mia.ask("endPair");
  expect(await callAll()).toEqual(guestCalls.map(() => 403));
  expect((await world.call("GET", `/api/labs/${lab.id}`)).status).toBe(200);
});

test("nor does a key of the class end a lab, even while its learner allows help: instructors reset it", async () => {
  const world = await openClass();
  const lab = await world.openLab();
  const mia = await learner(world.url, "Mia");
  await reportsLab(mia, lab);
  await mia.ask("help", true);
  for (const token of [instructorKey, helperKey])
    expect((await world.call("DELETE", `/api/labs/${lab.id}`, { token })).status).toBe(403);
  expect((await world.call("DELETE", `/api/labs/${lab.id}`, { token: lab.token })).status).toBe(204);
});

test("a guest's token works while others at the same address send wrong ones", async () => {
  const world = await openClass();
  const lab = await world.openLab();
  const [mia, bo] = [await learner(world.url, "Mia"), await learner(world.url, "Bo")];
  await reportsLab(mia, lab);
  await pair(mia, bo);
  const change = async (token: string) =>
    (await world.call("PATCH", `/api/labs/${lab.id}/balancer`, { token, body: { sticky: true } })).status;
  const wrong = await Promise.all(Array.from({ length: 21 }, () => change("wrong")));
  expect(wrong).toContain(429);
  expect(await change(seatOf(bo).token)).toBe(200);
});

test("a lab that is reset is over for both, and the guest is at the next one once there is one", async () => {
  const world = await openClass();
  const [teacher, lab] = [await instructor(world.url), await world.openLab()];
  const [mia, bo] = [await learner(world.url, "Mia"), await learner(world.url, "Bo")];
  await reportsLab(mia, lab);
  await pair(mia, bo);
  const resets = Promise.all(
    [mia, bo].map(({ socket }) => new Promise<void>((resolve) => socket.once("reset", resolve))),
  );
  expect(await teacher.ask("reset", idOf(bo))).toEqual({});
  await resets;
  await expect.poll(bo.pair).toEqual({ is: "guest", host: "Mia", lab: null });
  const next = await world.openLab();
  await reportsLab(mia, next);
  await expect.poll(() => seatOf(bo).id).toBe(next.id);
});

test("somebody who is removed leaves the pair, and the other learns why", async () => {
  const world = await openClass();
  const [teacher, lab] = [await instructor(world.url), await world.openLab()];
  const [mia, bo] = [await learner(world.url, "Mia"), await learner(world.url, "Bo")];
  await reportsLab(mia, lab);
  await pair(mia, bo);
  expect(await teacher.ask("remove", idOf(mia))).toEqual({});
  await expect.poll(bo.pair).toEqual({ is: "alone", code: null });
  expect(bo.pairEnds).toEqual([{ why: "removed", name: "Mia" }]);
});

test("a pair is the same after a reload of either page and a restart of the gateway", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-pairs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pairsFile = join(folder, "pairs.json");
  const first = await openClass({ pairsFile });
  const keys = { mia: randomUUID(), bo: randomUUID() };
  const [mia, bo] = [await learner(first.url, "Mia", keys.mia), await learner(first.url, "Bo", keys.bo)];
  const lab = await first.openLab();
  await reportsLab(mia, lab);
  await pair(mia, bo);
  for (const person of [mia, bo]) person.socket.disconnect();
  const again = await learner(first.url, "Bo", keys.bo);
  await expect.poll(() => seatOf(again)).toEqual(seatOf(bo));
  again.socket.disconnect();

  const port = Number(new URL(first.url).port);
  await first.close();
  const second = await openClass({ port, pairsFile });
  const guest = await learner(second.url, "Bo", keys.bo);
  await expect.poll(guest.pair).toEqual({ is: "guest", host: null, lab: null });
  const host = await learner(second.url, "Mia", keys.mia);
  await expect.poll(host.pair).toEqual({ is: "host", guest: "Bo" });
  await expect.poll(guest.pair).toEqual({ is: "guest", host: "Mia", lab: null });
  const next = await second.openLab();
  await reportsLab(host, next);
  await expect.poll(() => seatOf(guest).id).toBe(next.id);
  expect(seatOf(guest).token).not.toBe(seatOf(bo).token);
});
