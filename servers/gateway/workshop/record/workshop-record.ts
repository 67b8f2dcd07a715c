// Exports the workshop: who was there and for how long, predicted what in each vote, and whether it was right, met which goals,
// asked what, answered the quiz, and when. JSON for programs, CSV for spreadsheets.
import type { Votes, WholeAnswer } from "../../../histogram.ts";
import type { SignalEnd, SignalKind } from "../../../protocol-workshop.ts";
import type { Misconception, QuestionId } from "../../../quiz/questions.ts";
import type { QuizRound } from "../../../quiz/tally.ts";
import type { Member } from "../roster.ts";
import type { Signal } from "../signals/signals.ts";

export interface WorkshopRecord {
  /** Times are in ISO 8601, UTC. */
  savedAt: string;
  learners: LearnerRecord[];
}

export interface LearnerRecord {
  id: string;
  name: string;
  /** When they were first seen. */
  joinedAt: string;
  /** When one of their pages was last connected. */
  lastSeenAt: string;
  /** For how long that was so. */
  minutesPresent: number;
  experiments: {
    lesson: string;
    experiment: string;
    /** Clients that were predicted to hear it, or another answer; empty for "nobody", null for no prediction. */
    predicted: WholeAnswer | null;
    /** Whether that was right; null without a prediction, or before the run. */
    right: boolean | null;
    /** The answers in the first and in the second vote; null if there was only one. */
    votes: Votes | null;
    met: boolean;
    /** When this last changed. */
    at: string;
  }[];
  /** What they signalled, oldest first. */
  signals: SignalRecord[];
  /** What they answered in the quiz. */
  quiz: QuizRecord[];
}

interface QuizRecord {
  round: QuizRound;
  question: QuestionId;
  right: boolean;
  /** The misconception behind a wrong answer; null for the right one. */
  misconception: Misconception | null;
  at: string;
}

interface SignalRecord {
  kind: SignalKind;
  /** A question's text, "" for the others. */
  text: string;
  /** The step it was given at; null where there is none. */
  lesson: string | null;
  experiment: string | null;
  at: string;
  /** Null while it's open. */
  end: { how: SignalEnd; at: string } | null;
}

/** Returns the record, with learners in the order in which they joined, and lessons in the course's order. */
export function recordOf(members: readonly Member[], savedAt: Date): WorkshopRecord {
  return {
    savedAt: savedAt.toISOString(),
    learners: members
      .toSorted((one, other) => one.joinedAt - other.joinedAt)
      .map(({ id, name, joinedAt, attempts, signals, quiz, ...presence }) => ({
        id,
        name,
        joinedAt: new Date(joinedAt).toISOString(),
        ...attendance(presence, savedAt.getTime()),
        experiments: [...attempts]
          .toSorted(([one], [other]) => one.localeCompare(other, "en"))
          .map(([key, { predicted, isRight: right = null, votes = null, passed: met, at }]) => {
            const [lesson = "", experiment = ""] = key.split("#");
            return { lesson, experiment, predicted, right, votes, met, at: new Date(at).toISOString() };
          }),
        signals: signals.map(signalRecord),
        quiz: quiz.map(({ round, question, answer, at }) => ({
          round,
          question,
          right: answer === "right",
          misconception: answer === "right" ? null : answer,
          at: new Date(at).toISOString(),
        })),
      })),
  };
}

function attendance({ pages, cameAt, leftAt, presentMs }: Presence, now: number) {
  const isHere = pages > 0;
  return {
    lastSeenAt: new Date(isHere ? now : leftAt).toISOString(),
    minutesPresent: Math.round((presentMs + (isHere ? Math.max(0, now - cameAt) : 0)) / 60_000),
  };
}

type Presence = Pick<Member, "pages" | "cameAt" | "leftAt" | "presentMs">;

function signalRecord({ kind, text, at, since, end }: Signal): SignalRecord {
  return {
    kind,
    text,
    lesson: at?.lesson ?? null,
    experiment: at?.experiment ?? null,
    at: new Date(since).toISOString(),
    end: end && { how: end.how, at: new Date(end.at).toISOString() },
  };
}

const header = [
  ...["name", "joined", "last seen", "minutes present"],
  ...["lesson", "experiment"],
  ...["predicted", "right", "first vote", "second vote", "met", "when"],
  ...["signal", "question", "ended", "ended when"],
  ...["quiz", "quiz question", "misconception"],
];
/** Without it, spreadsheets assume their own 8-bit encoding. */
const byteOrderMark = "\uFEFF";

/**
 * Returns one line for each learner and experiment, then one for each of the learner's signals and answers of the quiz (RFC 4180).
 * A learner with nothing has one line too.
 */
export function toCsv({ learners }: WorkshopRecord): string {
  const lines = learners.flatMap(
    ({ name, joinedAt, lastSeenAt, minutesPresent, experiments, signals, quiz }) => {
      const rows = [...experiments.map(experimentCells), ...signals.map(signalCells), ...quiz.map(quizCells)];
      return (rows.length === 0 ? [[]] : rows).map((cells) => [
        name,
        joinedAt,
        lastSeenAt,
        String(minutesPresent),
        ...cells,
      ]);
    },
  );
  const csv = [header, ...lines].map((cells) => header.map((_, index) => cell(cells[index] ?? "")).join(","));
  return byteOrderMark + csv.map((line) => `${line}\r\n`).join("");
}

function experimentCells(done: LearnerRecord["experiments"][number]): string[] {
  const { lesson, experiment, predicted, right, votes, met, at } = done;
  const answers = [textOf(predicted), right === null ? "" : yesOrNo(right)];
  return [lesson, experiment, ...answers, textOf(votes?.first), textOf(votes?.second), yesOrNo(met), at];
}

function signalCells({ kind, text, lesson, experiment, at, end }: SignalRecord): string[] {
  const noAnswers = ["", "", "", "", ""];
  return [lesson ?? "", experiment ?? "", ...noAnswers, at, kind, text, end?.how ?? "", end?.at ?? ""];
}

function quizCells({ round, question, right, misconception, at }: QuizRecord): string[] {
  const noSignal = ["", "", "", ""];
  return ["", "", "", yesOrNo(right), "", "", "", at, ...noSignal, round, question, misconception ?? ""];
}

const textOf = (answer: WholeAnswer | null | undefined) => (answer ? answer.join(", ") || "nobody" : "");
const yesOrNo = (value: boolean) => (value ? "yes" : "no");

/**
 * Returns a quoted cell. Always quoted, because some spreadsheets split at `;` or tabs. Spreadsheets run text that looks like a
 * formula, even after spaces or separators, so an apostrophe in front turns it into text.
 */
function cell(text: string): string {
  const harmless = /^[\s;,'"]*[=+\-@|%＝＋－＠]/u.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
