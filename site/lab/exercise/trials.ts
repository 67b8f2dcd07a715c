// Carries out the trials of an exercise on a lab that runs the learner's code, and judges each.
//
//   prepare ─▶ run ─▶ wait until everyone has heard it, or something went wrong ─▶ judge ─▶ the next trial
//
// Each is judged again after later ones: a message that comes a second time may come late.

import { serverNames } from "../../../servers/protocol.ts";
import type { Action, AwaitedMessage, Emit, LabActions, Target } from "../steps/actions.ts";
import { findMessage, runActions } from "../steps/run-actions.ts";
import { type Exercise, type Trial, withNumber } from "./exercise.ts";
import {
  type AckAnswer,
  type HeardMessage,
  isSame,
  judgeAnswer,
  judgeHeard,
  type Problem,
} from "./judge-trial.ts";

const heardWithinMs = 3_000;
/** A server that doesn't respond is ended after 5 s, and the trace then says why. */
const endedWithinMs = 12_000;
/** A second copy comes right after the first. */
const quietMs = 400;
const numbers = 900;

/** A lab on which trials are carried out. `prepare` resolves to whether it got into that state. */
export interface TrialLab {
  actions: LabActions;
  prepare: (target: Target) => Promise<boolean>;
}

export type TrialResult =
  | { is: "passed" }
  /** What went wrong, and the actions after which it did. */
  | { is: "failed"; did: readonly Action[]; problem: Problem }
  /** The lab couldn't be set up, or an action wasn't done. */
  | { is: "stopped" };

interface Begun {
  did: readonly Action[];
  isDone: boolean;
  /** Can be called at any time from now on, until `stop`. */
  judge: () => Problem | undefined;
  stop: () => void;
}

/** Calls `onTrial` with the index of each trial as it begins. */
export async function judgeExercise(
  { setup, trials }: Pick<Exercise, "setup" | "trials">,
  { actions, prepare }: TrialLab,
  onTrial: (index: number) => void = () => {},
): Promise<TrialResult> {
  const since = actions.derived.seq;
  const first = Math.floor(Math.random() * numbers);
  const all: Begun[] = [];
  const failure = (): TrialResult | undefined => {
    const failed = all.find(({ judge }) => judge() !== undefined);
    const problem = faultSince(since, actions) ?? failed?.judge();
    return problem && { is: "failed", did: (failed ?? all.at(-1))?.did ?? [], problem };
  };
  try {
    for (const [index, trial] of trials.entries()) {
      onTrial(index);
      const target = { ...setup, ...trial.setup, keepsCode: true };
      if (!(await prepare(target))) return failure() ?? { is: "stopped" };
      const begun = await carryOut(trial, target, actions, 100 + ((first + index) % numbers), since);
      all.push(begun);
      const failed = failure();
      if (failed) return failed;
      if (!begun.isDone) return { is: "stopped" };
    }
    return failure() ?? { is: "passed" };
  } finally {
    for (const { stop } of all) stop();
  }
}

async function carryOut(
  { run: actions, expect }: Trial,
  { clients = [] }: Target,
  lab: LabActions,
  number: number,
  since: number,
): Promise<Begun> {
  const did = actions.map((action) => withNumber(action, number));
  const sent = did.findLast((action) => "event" in action);
  const names = clients.map(({ name }) => name);
  const ears = listen(names, lab, sent);
  const { done: isDone, judged } = await runActions(did, lab);
  const judge = (): Problem | undefined => {
    if (!sent) return undefined;
    if ("heardBy" in expect) return judgeHeard(ears.heard, dataOf(sent), expect.heardBy, names);
    const everyone = [...lab.derived.picture.clients.values()].map(({ label }) => label);
    return judgeAnswer(answerOf(judged, lab), sent.client, everyone);
  };
  const isKnown = () => judge() === undefined || faultSince(since, lab) !== undefined;
  const isInTime = await lab.until(isKnown, heardWithinMs);
  if (!isInTime && isAnySilent(lab))
    await lab.until(() => faultSince(since, lab) !== undefined, endedWithinMs);
  if (isInTime) await lab.until(() => judge() !== undefined, quietMs);
  ears.narrow();
  return { did, isDone, judge, stop: ears.stop };
}

/** Collects what clients hear as `message`; after `narrow`, only what `sent` says: the rest belongs to later trials. */
function listen(names: readonly string[], lab: LabActions, sent: Emit | undefined) {
  const heard: HeardMessage[] = [];
  let isNarrow = false;
  const stops = names.map((client) =>
    lab.client(client)?.onHeard((event, [data]) => {
      if (event !== "message" || (isNarrow && !isSame(data, sent && dataOf(sent)))) return;
      heard.push({ client, data });
    }),
  );
  return {
    heard,
    narrow() {
      isNarrow = true;
    },
    stop() {
      for (const stop of stops) stop?.();
    },
  };
}

/** What clients should hear: of a message to a room, its data. */
const dataOf = ({ event, data }: Emit): unknown =>
  event === "message" ? data : (data as { data?: unknown } | undefined)?.data;

function answerOf(judged: AwaitedMessage | undefined, lab: LabActions): AckAnswer | undefined {
  const message = judged && findMessage(judged, lab);
  const answer = message?.trail.find((event) => event.type === "acknowledged");
  if (answer?.type !== "acknowledged") return undefined;
  const nameOf = (socket: string) => lab.derived.picture.clients.get(socket)?.label ?? socket;
  return { text: answer.text, listed: answer.error ? undefined : answer.sockets?.map(nameOf) };
}

function faultSince(since: number, { derived }: LabActions): Problem | undefined {
  const fault = derived.notable.find((event) => event.type === "fault" && event.seq > since);
  if (fault?.type !== "fault") return undefined;
  const { server, why, text, file, line } = fault;
  const place = file !== undefined && line !== undefined ? { file, line } : {};
  return { is: "fault", server, why, text, ...place };
}

const isAnySilent = ({ derived }: LabActions): boolean =>
  serverNames.some((name) => derived.picture.servers[name].isSilent);
