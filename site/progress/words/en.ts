// The words of the learner’s progress and notes in English.

export const words = {
  title: "Your progress",
  about: "What you predicted, what happened, and your notes. All of it is kept in this browser only.",
  needsScript: "It needs JavaScript.",
  summary: (met: number, of: number, lessons: number, ofLessons: number) =>
    `${met} of ${of} experiments reached their goal, ${lessons} of ${ofLessons} lessons done.`,
  /** Beside a lesson in a list. */
  done: "done",
  begun: "{met} of {of} experiments",
  columns: {
    experiment: "Experiment",
    predicted: "you said",
    outcome: "prediction",
    state: "goal",
    when: "when",
    and: ", ",
  },
  nobody: "nobody",
  noPrediction: "–",
  right: "right",
  wrong: "not so",
  met: "reached",
  run: "not reached",
  open: "not done yet",
  export: "Export",
  import: "Import",
  wipe: "Wipe",
  imported: (experiments: number, notes: number) =>
    `Read: ${experiments} experiments and ${notes} notes. Where both had something, the later one stays.`,
  problems: {
    "not-json": "Expected a file that “Export” has written, and this is no JSON. Choose another file.",
    "not-progress":
      "Expected a file that “Export” has written; this is JSON of another kind. Choose another file.",
    version: (version: string) =>
      `Expected version 1 of the file, and this is version ${version}. Open it with the Crosstalk that wrote it, or a newer one.`,
    "too-large": "Expected a file of at most 2 MB. Choose the one that “Export” has written.",
  },
  wiping: {
    title: "Wipe everything?",
    text: "Progress, predictions, notes and layout in this browser are deleted. Your lab goes on. It cannot be undone; export first what you want to keep.",
    wipe: "Wipe everything",
    cancel: "Keep it",
    done: "Everything is wiped.",
  },
  notes: {
    title: "Your notes",
    label: (lesson: string) => `Your notes on “${lesson}”`,
    placeholder: "For yourself; kept in this browser.",
  },
};

export type ProgressWords = typeof words;
