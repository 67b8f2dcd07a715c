// English for an exercise: the editor, what the servers run, and what is wrong.
import type { FaultKind, ServerName } from "../../../../servers/protocol.ts";
import type { Problem } from "../../exercise/judge-trial.ts";
import { list, upper } from "./format.ts";

const where = ({ file, line }: { file?: string; line?: number }) =>
  file === undefined ? "" : ` in \`${file}\`, line ${line}`;

const why = (kind: FaultKind, text: string) =>
  ({
    error: text,
    exit: "it ended its own process.",
    hung: "it never returned, so the lab ended it after 5 seconds.",
    memory: "it used too much memory, so the lab ended it.",
  })[kind];

export const exercise = {
  label: "Exercise",
  minutes: (minutes: number) => `about ${minutes} minutes, if you like`,
  passed: "done",
  open: "Write the code",
  resume: "Go on with your code",
  loading: "Loading the editor …",
  notLoaded: "The editor couldn’t be loaded. Check the connection, and press again.",
  editor: (file: string) => `Code of ${file}`,
  files: "Files",
  keys: "Ctrl+Enter (⌘+Enter) runs and checks. Tab indents; to leave the editor, press Escape, then Tab.",
  runBoth: "Run on both and check",
  runOn: (server: ServerName) => `Run on ${upper(server)}`,
  changes: "Show changes",
  reset: "Start over",
  resetDone: "The exercise’s own text is back. Undo returns yours.",
  solution: "Show a solution",
  back: "Back to your code",
  isSolution: "This is one solution of several. Your own code is kept.",
  saved: "Saved in this browser.",
  forgets: "This browser forbids storage: what you write is lost when you close this tab.",
  full: "This browser’s storage is full: what you write isn’t saved.",
  off: "This Crosstalk doesn’t run code from the page: other machines can reach it, or it runs an app. You can read the exercise, and write, but not run.",
  watching: "You’re watching somebody else’s lab, so you can’t run code in it.",
  hint: (number: number, of: number) => `Hint ${number} of ${of}`,
  starting: "Starting …",
  trying: (trial: number, of: number) => `Checking: ${trial} of ${of} …`,
  runs: (server: ServerName) => `Server ${upper(server)} runs it. Try it in the lab.`,
  allHeard: "Accepted. Everything arrived where it should, and only once.",
  allHeardOfSolution: "The solution is accepted. Now write your own.",
  refused: "This code can’t run; the servers go on with what they ran before.",
  fails: (server: ServerName, kind: FaultKind, text: string, place: { file?: string; line?: number }) =>
    `Your code failed on server ${upper(server)}${where(place)}: ${why(kind, text)}`,
  cause: (kind: FaultKind, text: string, place: { file?: string; line?: number }) =>
    kind === "error" ? `${text}${where(place)}` : `While it was loaded${where(place)}: ${why(kind, text)}`,
  goTo: (line: number) => `Go to line ${line}`,
  stopped: "The check stopped: the lab can’t be reached, or refused one of its steps.",
  after: "Not yet. After this:",
  running: {
    this: "this code",
    earlier: "an earlier version of your code",
    other: "other code",
    lesson: "the lesson’s own code",
  },
  serverRuns: (server: ServerName, what: string) => `Server ${upper(server)} runs ${what}.`,
  bothRun: (what: string) => `A and B run ${what}.`,
  output: "What the servers printed",
  problem(problem: Problem): string {
    switch (problem.is) {
      case "silent":
        return `${list(problem.clients)} didn’t hear \`${problem.sent}\`.`;
      case "repeated":
        return `${list(problem.clients)} heard \`${problem.sent}\` more than once.`;
      case "leaked":
        return `${list(problem.clients)} heard it, and shouldn’t: it wasn’t for them.`;
      case "changed":
        return `${list(problem.clients)} heard \`${problem.got}\` instead of \`${problem.sent}\`.`;
      case "unanswered":
        return `${problem.client} got no answer.`;
      case "no-list":
        return `${problem.client} got \`${problem.got}\`, which isn’t a list of sockets with their ids.`;
      case "answer-lacks":
        return `${problem.client} got an answer that leaves out ${list(problem.clients)}.`;
      case "answer-repeats":
        return `${problem.client} got an answer that lists ${list(problem.clients)} twice.`;
      case "answer-invents":
        return `${problem.client} got an answer with ids that no client has.`;
      case "fault":
        return exercise.fails(problem.server, problem.why, problem.text, problem);
    }
  },
  /** CodeMirror’s own texts that a screen reader reads. */
  phrases: {} as Record<string, string>,
};
