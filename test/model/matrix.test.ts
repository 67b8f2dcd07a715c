// Whatever happens in a lab, what the page derives from its trace is what stock clients really received.
//
// Another seed: SEED=123. A longer run: MODEL_RUNS=500 npx vitest run test/model. A failure prints its seed and steps.

import { afterAll, beforeAll, expect, test } from "vitest";
import { linkNames } from "../../servers/protocol.ts";
import { row } from "../../site/lab/derive/matrix.ts";
import { derive, emptyDerived } from "../../site/lab/derive/messages.ts";
import fc from "../random.ts";
import { openWorld, redisKinds, type TestLab, type World } from "../world.ts";
import { orderProblems } from "./order.ts";
import { meet, type Person } from "./person.ts";
import { createPlayer, type Said } from "./player.ts";
import { clientNames, steps, unreportedJoin } from "./steps.ts";

const numRuns = Number(process.env.MODEL_RUNS ?? 20);
/** One that once found the matrix wrong. */
const seed = Number(process.env.SEED ?? 524672456);
const stepsEach = 12;

const kind = redisKinds.some(({ kind, missing }) => kind === "local" && !missing) ? "local" : "embedded";
const links = linkNames.filter(
  (link) => link !== "bridge-single" && (link !== "streams" || kind !== "embedded"),
);

let world: World;
let lab: TestLab;
let people: Person[];
let derived = emptyDerived();
beforeAll(async () => {
  world = await openWorld(kind);
  lab = await world.openLab({ shared: true });
  people = await Promise.all(clientNames.map((name) => meet(lab, name)));
});
afterAll(() => world?.close());

test(`the matrix agrees with the clients, seed ${seed}`, { timeout: 60_000 + numRuns * 5000 }, async () => {
  const property = fc.asyncProperty(steps(links, stepsEach), async (sequence) => {
    for (const person of people) person.heard.length = 0;
    const player = createPlayer(world, lab, people);
    await player.begin();
    for (const step of sequence) await player.play(step);
    await player.end();

    const events = await lab.trace(derived.seq);
    const first = derived.seq + 1;
    derived = derive(derived, events);
    expect(orderProblems(events, first)).toEqual([]);
    for (const said of player.said) expectAgreement(said);
  });
  await fc.assert(property, { numRuns, seed, endOnFailure: true, examples: [[unreportedJoin]] });
});

function expectAgreement({ text, sockets }: Said): void {
  const messages = [...derived.messages.values()].filter(
    (one) => one.received && one.text.includes(JSON.stringify(text)) && one.trail[0]?.type === "sent",
  );
  expect(messages, text).toHaveLength(1);
  const [message] = messages;
  if (!message) return;

  const heard = people.flatMap((one) =>
    one.heard.filter((entry) => entry.text === text).map(({ socket }) => socket),
  );
  const delivered = message.trail.flatMap((event) => (event.type === "delivered" ? event.sockets : []));
  expect(delivered.toSorted(), `${text} delivered`).toEqual(heard.toSorted());
  expect(new Set(heard).size, `${text} twice`).toBe(heard.length);

  const { cells } = row(message, derived.picture, Number.POSITIVE_INFINITY);
  const kinds = [...message.world.clients.values()].map(({ socket, label }) => {
    const { kind } = cells.get(label) ?? { kind: "no cell" };
    return [socket, kind];
  });
  const expected = [...message.world.clients.values()].map(({ socket }) => {
    if (heard.includes(socket)) return [socket, "delivered"];
    return [socket, sockets.includes(socket) ? "missing" : "not-expected"];
  });
  expect(kinds, text).toEqual(expected);
  expect([...message.world.clients.keys()], text).toEqual(expect.arrayContaining(sockets));
}
