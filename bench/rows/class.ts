// A whole class: forty learners go through lessons 01 to 07 with the lessons' own actions, each in their own lab. Ten come late,
// and what can go wrong in a room does: pages sleep, servers are killed, labs are reset. Nothing may need a restart.
import { randomUUID } from "node:crypto";
import type { LabState } from "../../servers/protocol.ts";
import type { ExperimentProgress } from "../../servers/protocol-workshop.ts";
import { perform, prepareStep } from "../../test/lessons/perform.ts";
import { type Step, stepsOf } from "../../test/lessons/read.ts";
import { openLabActions } from "../../test/lessons/test-lab-actions.ts";
import { type Running, startPlayground } from "../compared-servers.ts";
import { callerOf, openLab } from "../lab-clients.ts";
import { type Row, timed } from "../measure.ts";
import { enter, type Instructor, joinAsInstructor, type WorkshopSocket } from "../workshop-clients.ts";

const learners = 40;
const late = 10;
const comeWithinMs = 10_000;
const lateAfterMs = 30_000;
const sleepMs = 3_000;
/** A learner who fails a step repeats it, as people do: with forty on two cores, a client may be late. */
const maxTries = 8;

type Fault = "sleep" | "kill" | "reset" | null;
/** Every fourth learner meets one of these, half way. */
const faultOf = (index: number): Fault =>
  index % 4 === 3 ? ((["sleep", "kill", "reset"] as const)[Math.floor(index / 4) % 3] ?? null) : null;

export async function course(redisUrl: string): Promise<Row[]> {
  const args = ["--workshop", "--host", "127.0.0.1", "--allow-code", "--learners", String(learners)];
  const running = await startPlayground(redisUrl, { args, until: /ready/ });
  try {
    const steps = stepsOf("lessons").filter(({ place }) => place < "lessons/08");
    const teacher = await joinAsInstructor(running.url);
    const people: Outcome[] = [];
    const took = await timed(async () => {
      people.push(
        ...(await Promise.all(
          Array.from({ length: learners }, async (_, index) => {
            const isLate = index >= learners - late;
            await delay((index * comeWithinMs) / learners + (isLate ? lateAfterMs : 0));
            return goThrough(running, teacher, index, steps);
          }),
        )),
      );
    });
    const passed = people.reduce((sum, one) => sum + one.passed, 0);
    const again = people.reduce((sum, one) => sum + one.again, 0);
    const all = steps.length * learners;
    for (const place of people.flatMap(({ missed }) => missed)) console.error(`  given up: ${place}`);
    await delay(500); // the last broadcast
    const seen = Object.values(teacher.room()?.met ?? {}).reduce((sum, count) => sum + count, 0);
    teacher.socket.disconnect();
    return [
      {
        what: `${learners} learners through lessons 01 to 07 with faults: steps met, tried again`,
        measured: `${passed} of ${all}, ${again}`,
        target: { text: "all", met: passed === all },
      },
      {
        what: `  steps met as the instructor sees them; it took ${(took / 60_000).toFixed(1)} min`,
        measured: `${seen} of ${all}`,
        target: { text: "all", met: seen === all },
      },
    ];
  } finally {
    await running.close();
  }
}

interface Outcome {
  passed: number;
  again: number;
  /** Steps that were given up, with their place and what was refused. */
  missed: string[];
}

async function goThrough(
  { url }: Running,
  teacher: Instructor,
  index: number,
  steps: Step[],
): Promise<Outcome> {
  let id = "";
  const auth = { role: "learner", key: randomUUID(), name: `Learner ${index + 1}` } as const;
  const socket = await enter(url, auth, (one) =>
    one.on("you", (you) => {
      id = you.id;
    }),
  );
  const done: Record<string, ExperimentProgress> = {};
  let at: { lesson: string; experiment: string } | null = null;
  const tell = () => socket.emit("progress", { at, done });
  socket.on("connect", tell);
  let learnerLab = await openLearnerLab(url, socket);
  const outcome: Outcome = { passed: 0, again: 0, missed: [] };

  for (const [number, step] of steps.entries()) {
    at = { lesson: /(\d\d-[a-z0-9-]+)\.mdx/.exec(step.place)?.[1] ?? "", experiment: step.id };
    const key = `${at.lesson}#${at.experiment}`;
    const predicted = number % 2 ? [] : ["β"];
    done[key] = { predicted, passed: false, agoMs: 0 };
    tell();
    if (number === Math.floor(steps.length / 2)) learnerLab = await meet(faultOf(index));
    let isMet = false;
    for (let tries = 1; tries <= maxTries && !isMet; tries += 1) {
      const isSetUp = await prepareStep(step, learnerLab.actions);
      const { verdict } = await perform(step, learnerLab.actions);
      isMet = isSetUp && verdict.passed;
      if (!isMet) outcome.again += 1;
    }
    if (isMet) outcome.passed += 1;
    else outcome.missed.push(`${step.place} ${learnerLab.actions.refused.at(-1) ?? ""}`.trim());
    done[key] = { predicted, passed: isMet, agoMs: 0 };
    tell();
  }
  learnerLab.actions.close();
  socket.disconnect();
  return outcome;

  async function meet(fault: Fault) {
    switch (fault) {
      case "sleep":
        socket.disconnect();
        await delay(sleepMs);
        socket.connect();
        return learnerLab;
      case "kill": {
        const { body } = await callerOf(url)("GET", `/api/labs/${learnerLab.lab.id}`);
        const { pid } = (body as LabState).servers.a;
        if (pid !== null) process.kill(pid, "SIGKILL");
        return learnerLab;
      }
      case "reset": {
        const reset = new Promise<void>((resolve) => socket.once("reset", () => resolve()));
        const answer = await teacher.socket.emitWithAck("reset", id);
        if ("error" in answer) throw new Error(answer.error.message);
        await reset;
        learnerLab.actions.close();
        return openLearnerLab(url, socket);
      }
      case null:
        return learnerLab;
    }
  }
}

/** A lab controlled by a learner's actions; the room knows whose it is. */
async function openLearnerLab(url: string, socket: WorkshopSocket) {
  const lab = await openLab(url);
  const answer = await socket.emitWithAck("lab", { id: lab.id, token: lab.token });
  if ("error" in answer) throw new Error(answer.error.message);
  return { lab, actions: await openLabActions({ url, call: callerOf(url) }, lab) };
}

const delay = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));
