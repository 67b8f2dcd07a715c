// Keeps the class's record: saves it every minute and at the end, and adds who was there before the gateway started again.
import type { Roster } from "../roster.ts";
import type { RecordFile } from "./record-file.ts";
import { type LearnerRecord, recordOf, type WorkshopRecord } from "./workshop-record.ts";

const saveEveryMs = 60_000;

export interface KeptRecord {
  now: () => WorkshopRecord;
  /** Removes a learner who was there before. */
  forget: (id: string) => void;
  /** Saves it for the last time. */
  close: () => void;
}

export interface KeepRecordContext {
  roster: Pick<Roster, "members">;
  /** Left out: it's only in memory. */
  file?: RecordFile | undefined;
  /** Called once, if it can't be saved. */
  warn: (line: string) => void;
  /** Runs a task every minute; returns a function that ends that. */
  everyMinute?: (task: () => void) => () => void;
  now?: () => number;
}

export function keepRecord({
  roster,
  file,
  warn,
  everyMinute = repeat,
  now = Date.now,
}: KeepRecordContext): KeptRecord {
  const before = new Map(file?.load()?.learners.map((learner) => [learner.id, learner]));
  let hasWarned = false;
  const record = (): WorkshopRecord => {
    const { savedAt, learners } = recordOf(roster.members(), new Date(now()));
    return { savedAt, learners: withEarlier(learners, before) };
  };

  function save(): void {
    const all = record();
    if (!file || all.learners.length === 0) return;
    try {
      file.save(all);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!hasWarned)
        warn(`The workshop's record can't be saved (${why}). Save it on the instructor's page.`);
      hasWarned = true;
    }
  }

  const stop = everyMinute(save);
  return {
    now: record,
    forget: (id) => void before.delete(id),
    close() {
      stop();
      save();
    },
  };
}

function repeat(task: () => void): () => void {
  const timer = setInterval(task, saveEveryMs).unref();
  return () => clearInterval(timer);
}

/** Their browsers bring back what they did, but not how long they have been there; and not everybody comes back. */
function withEarlier(
  learners: readonly LearnerRecord[],
  before: ReadonlyMap<string, LearnerRecord>,
): LearnerRecord[] {
  const here = learners.map((learner) => {
    const earlier = before.get(learner.id);
    if (!earlier) return learner;
    const minutesPresent = earlier.minutesPresent + learner.minutesPresent;
    return { ...learner, joinedAt: earlier.joinedAt, minutesPresent };
  });
  const gone = [...before.values()].filter(({ id }) => !learners.some((learner) => learner.id === id));
  return [...here, ...gone].toSorted((one, other) => Date.parse(one.joinedAt) - Date.parse(other.joinedAt));
}
