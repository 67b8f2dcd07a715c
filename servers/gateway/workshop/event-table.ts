// The workshop's events: who may send each one, its schema, and what it does.
import { z } from "zod";
import { helperEvents } from "../../class/protocol-roles.ts";
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { InstructorEvents, LearnerEvents } from "../../protocol-workshop.ts";
import { problemsIn, safeParse } from "../safe-parse.ts";
import type { Participant } from "./authenticate.ts";
import { instructorSchemas, learnerSchemas } from "./event-schemas.ts";
import type { Pairing } from "./pairs/pairing.ts";
import { mergeReport } from "./quiz/quiz-answers.ts";
import type { RoomState } from "./room.ts";
import type { Roster } from "./roster.ts";
import type { SignalActions } from "./signals/signal-actions.ts";

export interface Action {
  /** Who may do it, the one it's meant for first. */
  roles: readonly [Participant["role"], ...Participant["role"][]];
  /** Checks the event's first argument and carries it out. Returns the answer, or a promise of it. Throws a LabError if it can't. */
  run: (person: Participant, argument: unknown) => unknown;
}

interface ActionsContext {
  roster: Roster;
  labs: Pick<Labs, "find">;
  room: RoomState;
  pairing: Pairing;
  signalActions: SignalActions;
  /** Called when the room changed, and this learner, if given. */
  changed: (learner?: string) => void;
}

export function createActions(context: ActionsContext): ReadonlyMap<string, Action> {
  const { roster, labs, room, pairing, signalActions, changed } = context;
  const { progress, lab, help, follow, signals, sitAt, admit } = learnerSchemas;
  const { answer, reset, remove, end } = instructorSchemas;
  const { shown } = room;
  const actions: Record<keyof (LearnerEvents & InstructorEvents), Action> = {
    progress: ofLearner(progress, (id, data) => {
      roster.progress(id, data, Date.now());
      pairing.credit(id);
    }),
    lab: ofLearner(lab, (id, data) => {
      if (data && !labs.find(data.id).mayChange(data.token)) {
        throw new LabError(
          "forbidden",
          "This token does not belong to this lab, so the lab may be somebody else's.",
        );
      }
      const isAnother = roster.find(id)?.lab !== (data?.id ?? null);
      roster.set(id, { lab: data?.id ?? null });
      if (isAnother) pairing.tell(id);
    }),
    help: ofLearner(help, (id, allowsHelp) => roster.set(id, { allowsHelp })),
    follow: ofLearner(follow, (id, follows) => roster.set(id, { follows })),
    signals: ofLearner(signals, signalActions.report),
    pairCode: ofLearner(z.undefined(), pairing.code),
    sitAt: ofLearner(sitAt, pairing.sitAt),
    admit: ofLearner(admit, pairing.admit),
    endPair: ofLearner(z.undefined(), pairing.end),
    quizAnswers: ofLearner(learnerSchemas.quizAnswers, (id, report) =>
      roster.set(id, { quiz: mergeReport(roster.find(id)?.quiz ?? [], report, Date.now()) }),
    ),
    note: ofInstructor(instructorSchemas.note, shown.note),
    lead: ofInstructor(instructorSchemas.lead, shown.lead),
    reveal: ofInstructor(instructorSchemas.reveal, shown.reveal),
    voteAgain: ofInstructor(instructorSchemas.voteAgain, shown.voteAgain),
    markRight: ofInstructor(instructorSchemas.markRight, shown.markRight),
    timer: ofInstructor(instructorSchemas.timer, shown.timer),
    plan: ofInstructor(instructorSchemas.plan, shown.plan),
    close: ofInstructor(instructorSchemas.close, shown.close),
    openQuiz: ofInstructor(instructorSchemas.openQuiz, shown.openQuiz),
    revealQuiz: ofInstructor(instructorSchemas.revealQuiz, shown.revealQuiz),
    answer: ofInstructor(answer, signalActions.answer),
    reset: ofInstructor(reset, room.reset),
    remove: ofInstructor(remove, room.remove),
    end: ofInstructor(end, room.end),
    share: ofInstructor(z.undefined(), room.share),
    unshare: ofInstructor(z.undefined(), room.unshare),
  };
  // A Map, because the object itself also has `constructor`.
  return new Map(Object.entries(actions).map(([name, action]) => [name, forHelpers(name, action)]));

  function ofLearner<T>(
    schema: z.ZodType<T>,
    work: (id: string, data: T, address: string) => unknown,
  ): Action {
    return {
      roles: ["learner"],
      run(person, data) {
        if (person.role !== "learner") return undefined;
        const answer = work(person.id, checked(schema, data), person.address);
        changed(person.id);
        return answer;
      },
    };
  }

  function ofInstructor<T>(schema: z.ZodType<T>, work: (data: T) => unknown): Action {
    return {
      roles: ["instructor"],
      async run(_person, data) {
        const answer = await work(checked(schema, data));
        changed();
        return answer;
      },
    };
  }
}

const forHelpers = (name: string, action: Action): Action =>
  helperEvents.includes(name) ? { ...action, roles: [...action.roles, "helper"] } : action;

function checked<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = safeParse(schema, data);
  if (parsed.success) return parsed.data;
  throw new LabError("invalid", `Invalid argument: ${problemsIn(parsed.error)}`);
}
