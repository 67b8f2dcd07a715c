// The gateway restarts in the middle of a workshop: everyone comes back by themselves, as they were.
import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { Progress } from "../../servers/protocol-workshop.ts";
import { openWorld, type World } from "../world.ts";
import { instructor, instructorKey, learner, type Person, phone } from "./people.ts";

const workshop = { instructorKey, publicUrl: null, learners: 1 };

/** What every learner's page does: whenever it connects, it reports everything, under the name it was given. */
function tellsEverything({ socket, say }: Person, progress: () => Progress): void {
  const tell = () => {
    say("progress", progress());
    say("help", true);
  };
  socket.on("you", ({ name }) => Object.assign(socket.auth, { name }));
  socket.on("connect", tell);
  tell();
}

test("the roster is complete again once everyone is back: names, numbers, progress, predictions, times, seats", async () => {
  const first = await openWorld("embedded", { workshop });
  let second: World | undefined;
  onTestFinished(async () => {
    await first.close();
    await second?.close();
  });
  const start = performance.now();
  const people = [];
  for (const [index, typed] of ["Ana", "Ana", "小明 🐼", "ليلى"].entries()) {
    const person = await learner(first.url, typed);
    Object.assign(person.socket.auth, { name: person.you()?.name });
    const at = { lesson: `0${index + 1}-lesson`, experiment: null };
    // Each finished their last step a quarter of an hour ago, and a little longer each time it's reported.
    tellsEverything(person, () => ({
      at,
      done: {
        "03-two-servers#across": {
          predicted: index % 2 === 0 ? ["β"] : [],
          passed: index < 3,
          agoMs: 15 * 60_000 + (performance.now() - start),
        },
      },
    }));
    people.push(person);
  }
  const phones = await Promise.all(Array.from({ length: 4 }, () => phone(first.url, "phone", randomUUID())));
  const [teacher, assistant] = [await instructor(first.url), await instructor(first.url)];
  await expect
    .poll(() => [...teacher.roster().values()].filter(({ allowsHelp }) => allowsHelp).length)
    .toBe(4);
  const before = known(teacher);
  const progressedAt = Date.now() - 15 * 60_000;
  const { port } = new URL(first.url);

  const away = Promise.all(
    [...people, ...phones].map(
      ({ socket }) => new Promise<void>((resolve) => socket.once("disconnect", () => resolve())),
    ),
  );
  await first.close();
  await away;
  second = await openWorld("embedded", { workshop, port: Number(port) });

  await expect.poll(() => teacher.room()?.online).toBe(4);
  for (const screen of [teacher, assistant]) {
    await expect.poll(() => known(screen)).toEqual(before);
  }
  expect([...before.keys()].toSorted()).toEqual(["Ana", "Ana 2", "ليلى", "小明 🐼"].toSorted());
  for (const { progressedAt: reportedAt } of teacher.roster().values()) {
    expect(Math.abs(reportedAt - progressedAt)).toBeLessThanOrEqual(performance.now() - start);
  }
  await teacher.ask("share");
  await expect.poll(() => teacher.room()?.shared?.phones).toEqual({ a: 2, b: 2 });
  await expect.poll(() => phones.every(({ seat }) => seat() !== null)).toBe(true);
});

/** Everything that has to be the same, without the times, which are compared separately. */
function known({ roster }: Person) {
  return new Map([...roster()].map(([name, { progressedAt, joinedAt, ...rest }]) => [name, rest]));
}
