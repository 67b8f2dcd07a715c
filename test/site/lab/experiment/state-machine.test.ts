// Every state of an experiment with every event: the changes are listed here, and nothing else changes anything.
import { expect, test } from "vitest";
import { type Event, isBusy, next, type State } from "../../../../site/lab/experiment/state-machine.ts";

const refused = { is: "refused", message: "no room" } as const;
const needed = { is: "prediction-needed" } as const;

const states = {
  asking: { is: "asking" },
  "asking, prediction needed": { is: "asking", note: needed },
  "asking, ready": { is: "asking", note: { is: "ready" } },
  "asking, refused": { is: "asking", note: refused },
  "asking, away": { is: "asking", note: { is: "away" } },
  "setting up for a run": { is: "setting-up", isForRun: true, from: "asking" },
  "setting up for another run": { is: "setting-up", isForRun: true, from: "judged" },
  "setting up to look": { is: "setting-up", isForRun: false, from: "asking" },
  "setting up to look, judged": { is: "setting-up", isForRun: false, from: "judged" },
  running: { is: "running", step: 0 },
  "running, all done": { is: "running" },
  showing: { is: "showing" },
  judged: { is: "judged" },
  "judged, refused": { is: "judged", note: refused },
  "judged, away": { is: "judged", note: { is: "away" } },
} as const satisfies Record<string, State>;
type StateName = keyof typeof states;

const events = {
  predicted: { type: "predicted" },
  start: { type: "start", mayRun: true },
  "start without a prediction": { type: "start", mayRun: false },
  prepare: { type: "prepare" },
  prepared: { type: "prepared" },
  failed: { type: "failed", failure: refused },
  step: { type: "step", step: 1 },
  "last step done": { type: "step", step: undefined },
  ended: { type: "ended" },
  "sent by hand": { type: "sent-by-hand" },
  shown: { type: "shown" },
  restored: { type: "restored" },
  "lab replaced": { type: "lab-left", isAway: false },
  "lab gone": { type: "lab-left", isAway: true },
  "lab back": { type: "lab-back" },
  again: { type: "again" },
} as const satisfies Record<string, Event>;
type EventName = keyof typeof events;

const asking: State = { is: "asking" };
const judged: State = { is: "judged" };
const lost: State = { is: "asking", note: { is: "lost" } };
const away: State = { is: "asking", note: { is: "away" } };

/** What an event does in a resting state, whatever its note. */
const atRest = (is: "asking" | "judged"): Partial<Record<EventName, State>> => ({
  predicted: { is },
  start: { is: "setting-up", isForRun: true, from: is },
  "start without a prediction": { is, note: needed },
  prepare: { is: "setting-up", isForRun: false, from: is },
  ...(is === "asking" ? { "sent by hand": { is: "showing" }, restored: judged } : { again: asking }),
});
const forgotten = (is: "asking" | "judged") => ({ "lab replaced": { is }, "lab gone": { is } }) as const;
const leftAlone: Partial<Record<EventName, State>> = { "lab replaced": lost, "lab gone": away };

/** The changes; an event that isn't listed changes nothing. */
const table: Record<StateName, Partial<Record<EventName, State>>> = {
  asking: atRest("asking"),
  "asking, prediction needed": atRest("asking"),
  "asking, ready": { ...atRest("asking"), ...forgotten("asking") },
  "asking, refused": { ...atRest("asking"), ...forgotten("asking") },
  "asking, away": { ...atRest("asking"), ...forgotten("asking"), "lab back": asking },
  "setting up for a run": { prepared: { is: "running" }, failed: { is: "asking", note: refused } },
  "setting up for another run": { prepared: { is: "running" }, failed: { is: "judged", note: refused } },
  "setting up to look": {
    prepared: { is: "asking", note: { is: "ready" } },
    failed: { is: "asking", note: refused },
  },
  "setting up to look, judged": {
    prepared: { is: "judged", note: { is: "ready" } },
    failed: { is: "judged", note: refused },
  },
  running: {
    step: { is: "running", step: 1 },
    "last step done": { is: "running" },
    ended: { is: "showing" },
    failed: { is: "asking", note: refused },
    ...leftAlone,
  },
  "running, all done": {
    step: { is: "running", step: 1 },
    "last step done": { is: "running" },
    ended: { is: "showing" },
    failed: { is: "asking", note: refused },
    ...leftAlone,
  },
  showing: { shown: judged, ...leftAlone },
  judged: atRest("judged"),
  "judged, refused": { ...atRest("judged"), ...forgotten("judged") },
  "judged, away": { ...atRest("judged"), ...forgotten("judged"), "lab back": judged },
};

const rows = (Object.keys(states) as StateName[]).flatMap((state) =>
  (Object.keys(events) as EventName[]).map((event) => ({ state, event })),
);

test.each(rows)("$state: $event", ({ state, event }) => {
  expect(next(states[state], events[event])).toEqual(table[state][event] ?? states[state]);
});

test("an event that changes nothing returns the same state, so nothing is drawn again", () => {
  for (const { state, event } of rows) {
    const after = next(states[state], events[event]);
    if (table[state][event] === undefined) expect(after).toBe(states[state]);
  }
});

test("an experiment is busy from its set-up until its result is shown", () => {
  const busy = (Object.keys(states) as StateName[]).filter((name) => isBusy(states[name]));
  expect(busy.filter((name) => !/^(setting|running|showing)/.test(name))).toEqual([]);
  expect(busy).toHaveLength(7);
});
