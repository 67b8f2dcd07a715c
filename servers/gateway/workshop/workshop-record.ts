// Exports the workshop: who predicted what, met which goals, and when. JSON for programs, CSV for spreadsheets.
import type { Member } from "./roster.ts";

export interface WorkshopRecord {
  /** Times are in ISO 8601, UTC. */
  savedAt: string;
  learners: LearnerRecord[];
}

interface LearnerRecord {
  id: string;
  name: string;
  joinedAt: string;
  experiments: {
    lesson: string;
    experiment: string;
    /** Clients that were predicted to hear it; empty for "nobody", null for no prediction. */
    predicted: string[] | null;
    met: boolean;
    /** When this last changed. */
    at: string;
  }[];
}

/** Returns the record, with learners in the order in which they joined, and lessons in the course's order. */
export function recordOf(members: readonly Member[], savedAt: Date): WorkshopRecord {
  return {
    savedAt: savedAt.toISOString(),
    learners: members
      .toSorted((one, other) => one.joinedAt - other.joinedAt)
      .map(({ id, name, joinedAt, attempts }) => ({
        id,
        name,
        joinedAt: new Date(joinedAt).toISOString(),
        experiments: [...attempts]
          .toSorted(([one], [other]) => one.localeCompare(other, "en"))
          .map(([key, { predicted, passed, at }]) => {
            const [lesson = "", experiment = ""] = key.split("#");
            return { lesson, experiment, predicted, met: passed, at: new Date(at).toISOString() };
          }),
      })),
  };
}

const header = ["name", "joined", "lesson", "experiment", "predicted", "met", "when"];
/** Without it, spreadsheets assume their own 8-bit encoding. */
const byteOrderMark = "\uFEFF";

/** Returns one line for each learner and experiment (RFC 4180). A learner without experiments has one line too. */
export function toCsv({ learners }: WorkshopRecord): string {
  const lines = learners.flatMap(({ name, joinedAt, experiments }) =>
    experiments.length === 0
      ? [[name, joinedAt, "", "", "", "", ""]]
      : experiments.map(({ lesson, experiment, predicted, met, at }) => [
          name,
          joinedAt,
          lesson,
          experiment,
          predicted === null ? "" : predicted.join(", ") || "nobody",
          met ? "yes" : "no",
          at,
        ]),
  );
  return byteOrderMark + [header, ...lines].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

/**
 * Returns a quoted cell. Always quoted, because some spreadsheets split at `;` or tabs. Spreadsheets run text that looks like a
 * formula, even after spaces or separators, so an apostrophe in front turns it into text.
 */
function cell(text: string): string {
  const harmless = /^[\s;,'"]*[=+\-@|%＝＋－＠]/u.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
