// What an instructor's page knows and can do: the roster as it changes, and each action with the gateway's response.

import type { ApiError } from "../../../servers/protocol.ts";
import type { Place, UnownedLab } from "../../../servers/protocol-workshop.ts";
import { recordPaths } from "../../../servers/protocol-workshop-http.ts";
import type { TimerStart } from "../../../servers/timer.ts";
import { withBase } from "../../base.ts";
import { openQuiz } from "../quiz/quiz-session.svelte.ts";
import { type Learners, mergeRoster } from "../roster-view.ts";
import { openSession } from "../workshop-session.svelte.ts";
import { type Ask, openPlan } from "./plan/plan-session.svelte.ts";

export type InstructorSession = ReturnType<typeof openInstructorSession>;

const answerWithinMs = 15_000;
const tickMs = 5_000;

/** @param timeout returns the message for a gateway that doesn't respond. */
export function openInstructorSession(key: string, timeout: () => string) {
  let learners = $state.raw<Learners>(new Map());
  /** Labs without an owner. */
  let unownedLabs = $state.raw<readonly UnownedLab[]>([]);
  /** The gateway's clock, only used to show how long ago something was. */
  let now = $state(0);
  let offset = 0;
  let failure = $state<string | undefined>();

  const session = openSession(() => ({ role: "instructor", key }));
  const { socket } = session;
  const tick = () => {
    now = performance.now() + offset;
  };
  const ticking = setInterval(tick, tickMs);
  socket.on("roster", (roster) => {
    learners = mergeRoster(learners, roster);
    offset = roster.now - performance.now();
    tick();
  });

  socket.on("unownedLabs", (labs) => {
    unownedLabs = labs;
    tick();
  });

  /** Resolves to the response; undefined, after showing why, if it was refused or none came. */
  async function ask<T extends object>(asking: Promise<T | ApiError>): Promise<T | undefined> {
    failure = undefined;
    try {
      const answer = await asking;
      if (!("error" in answer)) return answer;
      failure = answer.error.message;
    } catch {
      failure = timeout();
    }
    return undefined;
  }
  const timed = () => socket.timeout(answerWithinMs);
  const send: Ask = (what) => ask(what(timed()));
  const plan = openPlan(socket, () => now, send);
  const quiz = openQuiz(socket, send);

  return {
    session,
    key,
    plan,
    quiz,
    get learners() {
      return learners;
    },
    get unownedLabs() {
      return unownedLabs;
    },
    get now() {
      return now;
    },
    /** Why the last action failed. */
    get failure() {
      return failure;
    },
    note: (text: string | null) => ask(timed().emitWithAck("note", text)),
    lead: (place: Place | null) => ask(timed().emitWithAck("lead", place)),
    reveal: (experiment: string | null) => ask(timed().emitWithAck("reveal", experiment)),
    answer: (what: { learner: string; signal: string }) => ask(timed().emitWithAck("answer", what)),
    voteAgain: (experiment: string | null) => ask(timed().emitWithAck("voteAgain", experiment)),
    markRight: (isMarked: boolean) => ask(timed().emitWithAck("markRight", isMarked)),
    timer: (timer: TimerStart | null) => ask(timed().emitWithAck("timer", timer)),
    reset: (learner: string) => ask(timed().emitWithAck("reset", learner)),
    remove: (learner: string) => ask(timed().emitWithAck("remove", learner)),
    end: (lab: string) => ask(timed().emitWithAck("end", lab)),
    share: () => ask(timed().emitWithAck("share")),
    unshare: () => ask(timed().emitWithAck("unshare")),
    /** Saves the record as a file. */
    async save(kind: keyof typeof recordPaths) {
      failure = undefined;
      try {
        const answer = await fetch(withBase(recordPaths[kind]), {
          headers: { authorization: `Bearer ${key}` },
        });
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        const link = document.createElement("a");
        link.href = URL.createObjectURL(await answer.blob());
        link.download = `crosstalk-workshop-${new Date().toISOString().slice(0, 10)}.${kind}`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
      }
    },
    close() {
      clearInterval(ticking);
      session.close();
    },
  };
}
