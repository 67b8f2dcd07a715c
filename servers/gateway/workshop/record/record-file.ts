// The record as a file next to the instructor's key. It brings back who was there before a restart, and never overwrites another
// class's.
import { readFileSync, renameSync } from "node:fs";
import { z } from "zod";
import { signalEnds, signalKinds } from "../../../protocol-workshop.ts";
import { misconceptions, questionIds } from "../../../quiz/questions.ts";
import { quizRounds } from "../../../quiz/tally.ts";
import { safeParse } from "../../safe-parse.ts";
import { writeWhole } from "../write-whole.ts";
import type { WorkshopRecord } from "./workshop-record.ts";

/** A record that was saved longer ago is another class's. */
const sameClassMs = 12 * 3_600_000;

const time = z.iso.datetime();
const text = z.string().max(500);
const answer = z.array(text).max(100);
const place = { lesson: text.nullable(), experiment: text.nullable() };
const saved: z.ZodType<WorkshopRecord> = z.object({
  savedAt: time,
  learners: z.array(
    z.object({
      id: text,
      name: text,
      joinedAt: time,
      lastSeenAt: time,
      minutesPresent: z.int().min(0),
      experiments: z.array(
        z.object({
          lesson: text,
          experiment: text,
          predicted: answer.nullable(),
          right: z.boolean().nullable(),
          votes: z.object({ first: answer.nullable(), second: answer.nullable() }).nullable(),
          met: z.boolean(),
          at: time,
        }),
      ),
      signals: z.array(
        z.object({
          kind: z.enum(signalKinds),
          text,
          ...place,
          at: time,
          end: z.object({ how: z.enum(signalEnds), at: time }).nullable(),
        }),
      ),
      quiz: z.array(
        z.object({
          round: z.enum(quizRounds),
          question: z.enum(questionIds),
          right: z.boolean(),
          misconception: z.enum(misconceptions).nullable(),
          at: time,
        }),
      ),
    }),
  ),
});

export interface RecordFile {
  /** What this class's record was when the gateway ended; null if there is none. */
  load: () => WorkshopRecord | null;
  /** Throws if it can't be written. */
  save: (record: WorkshopRecord) => void;
}

export function openRecordFile(file: string, now: () => number = Date.now): RecordFile {
  return {
    load() {
      const written = read(file);
      if (written === undefined) return null;
      const record = parsed(written);
      // A clock that was set back makes it younger than now.
      if (record && Math.abs(now() - Date.parse(record.savedAt)) < sameClassMs) return record;
      const day = record?.savedAt ?? new Date(now()).toISOString();
      try {
        renameSync(file, file.replace(/(\.json)?$/, `-${day.slice(0, 16).replace(":", "-")}.json`));
      } catch {
        // It can't be overwritten either.
      }
      return null;
    },
    save: (record) => writeWhole(file, `${JSON.stringify(record, null, 1)}\n`),
  };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parsed(written: string): WorkshopRecord | null {
  try {
    const record = safeParse(saved, JSON.parse(written));
    return record.success ? record.data : null;
  } catch {
    return null;
  }
}
