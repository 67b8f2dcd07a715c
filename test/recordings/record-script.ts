// Opens a lab of its own for a script, carries it out as a test does, and writes down everything that was observed.
import { versions } from "../../servers/lab/versions.ts";
import type { OpenedLab, TraceEvent, TracePage } from "../../servers/protocol.ts";
import type { Redis } from "../../servers/redis/locate.ts";
import { row } from "../../site/lab/derive/matrix.ts";
import type { outcomeOf } from "../../site/lab/derive/outcome.ts";
import { until } from "../../site/lab/live/until.ts";
import type { PageNote, Recording, Script } from "../../site/lab/recorded/recording.ts";
import { labelOf } from "../../site/lab/steps/labels.ts";
import { runActions } from "../../site/lab/steps/run-actions.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { perform } from "../lessons/perform.ts";
import { openLabActions, type TestLabActions } from "../lessons/test-lab-actions.ts";
import type { ToRecord } from "./scripts.ts";

/** For so long nothing more may come, after everything that was expected. */
const quietMs = 700;
const settledWithinMs = 20_000;

export interface Recorder {
  url: string;
  redis: Pick<Redis, "kind" | "version">;
  call: Parameters<typeof openLabActions>[0]["call"];
}

/** Rejects if the script can't be carried out, or if its check isn't met. */
export async function record(script: ToRecord, { url, redis, call }: Recorder): Promise<Recording> {
  const opened = (await call("POST", "/api/labs")).body as OpenedLab;
  const notes: PageNote[] = [];
  const actions = await openLabActions({ url, call }, opened, (note) => notes.push(note));
  try {
    if (!(await setUp(script.setup, actions))) throw new Error(`${script.of}: ${actions.refused.join("; ")}`);
    const began = actions.derived.seq;
    const steps: number[] = [];
    const found = await carryOut(script, actions, () => steps.push(actions.derived.seq));
    await settled(actions, began);
    const ended = Math.ceil(actions.now);
    const { needsStreams: _, ...about } = script;
    return {
      ...about,
      on: new Date().toISOString().slice(0, 10),
      node: process.versions.node,
      redis: { kind: redis.kind, version: redis.version },
      versions,
      opened: { servers: { a: stateOf(opened, "a"), b: stateOf(opened, "b") } },
      began,
      steps,
      ended,
      ...(found && { verdict: { passed: true, results: found } }),
      notes: notes.map((note) => ({ ...note, at: Math.round(note.at) })),
      events: (await wholeTrace(call, opened.id)).filter(({ at }) => at <= ended),
    };
  } finally {
    actions.close();
    await call("DELETE", `/api/labs/${opened.id}`, { token: opened.token });
  }
}

type Results = NonNullable<Recording["verdict"]>["results"];

/** Returns what the message brought each client, if the script has a check. */
async function carryOut(
  { of, run: todo, clients, check }: ToRecord,
  actions: TestLabActions,
  onStep: () => void,
): Promise<Results | undefined> {
  if (!check) {
    const { done } = await runActions(todo, actions, onStep);
    onStep();
    if (!done) throw new Error(`${of}: ${actions.refused.join("; ")}`);
    return undefined;
  }
  const { done, verdict, outcome } = await perform(
    { run: [...todo], clients: [...clients], check },
    actions,
    onStep,
  );
  if (!done || !verdict.passed)
    throw new Error(`${of}: ${actions.refused.join("; ")} ${JSON.stringify(verdict)}`);
  return resultsOf(clients, outcome, actions);
}

function resultsOf(
  names: Script["clients"],
  outcome: ReturnType<typeof outcomeOf>,
  actions: TestLabActions,
): Results {
  return names.map((name) => [name, outcome?.results.get(labelOf(name, actions)) ?? { got: "nothing" }]);
}

/** Waits until no message of the run is waited for, and nothing has come for a while. */
async function settled(actions: TestLabActions, began: number): Promise<void> {
  const isSettled = () =>
    [...actions.derived.messages.values()].every(
      (message) =>
        (message.trail[0]?.seq ?? 0) <= began || row(message, actions.derived.picture, actions.now).settled,
    );
  let [seq, since] = [0, 0];
  const isQuiet = () => {
    if (actions.derived.seq !== seq) [seq, since] = [actions.derived.seq, actions.now];
    return actions.now - since > quietMs;
  };
  await until(() => isSettled() && isQuiet(), settledWithinMs);
}

function stateOf({ servers }: OpenedLab, name: "a" | "b") {
  const { state, pid, link } = servers[name];
  return { state, pid, link };
}

async function wholeTrace(call: Recorder["call"], id: string): Promise<TraceEvent[]> {
  const all: TraceEvent[] = [];
  for (;;) {
    const page = (await call("GET", `/api/labs/${id}/trace?after=${all.at(-1)?.seq ?? 0}`)).body as TracePage;
    if (page.events.length === 0) return all;
    all.push(...page.events);
  }
}
