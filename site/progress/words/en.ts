// English for the learner’s progress and notes.

export const words = {
  title: "Your progress",
  about: "What you predicted, what happened, and your notes. All of it is stored in this browser only.",
  needsScript: "It needs JavaScript.",
  summary: (met: number, of: number, lessons: number, ofLessons: number) =>
    `${met} of ${of} experiments reached their goal, ${lessons} of ${ofLessons} lessons done.`,
  /** Next to a lesson in a list. */
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
  noPublish: "no PUBLISH",
  noPrediction: "–",
  right: "right",
  wrong: "wrong",
  met: "reached",
  run: "not reached",
  open: "not done yet",
  export: "Export",
  import: "Import",
  wipe: "Wipe",
  imported: (experiments: number, attempts: number, notes: number, answers: number) =>
    `Imported ${experiments} experiments, ${attempts} exercises, ${notes} notes and ${answers} answers of the quiz. Where both had an entry, the newer one is kept; in the quiz, the first answer.`,
  problems: {
    "not-json": "Expected a file written by “Export”, but this isn’t JSON. Choose another file.",
    "not-progress": "Expected a file written by “Export”, but this is some other JSON. Choose another file.",
    version: (version: string) =>
      `Expected version 1 of the file, but this is version ${version}. Open it with the Crosstalk that wrote it, or a newer one.`,
    "too-large": "Expected a file of at most 2 MB. Choose one written by “Export”.",
  },
  wiping: {
    title: "Wipe everything?",
    text: "This deletes the progress, predictions, code, notes, answers of the quiz and layout in this browser. Your lab keeps running. You can’t undo it: export what you want to keep first.",
    wipe: "Wipe everything",
    cancel: "Keep it",
    done: "Everything was wiped.",
  },
  quiz: {
    title: "Quiz",
    open: "Not begun yet.",
    summary: (right: number, answered: number, of: number) =>
      answered === of
        ? `${right} of ${of} right at the first try.`
        : `${answered} of ${of} answered, ${right} of them right at the first try.`,
  },
  finish: {
    title: "What you predicted",
    about: "Everything you predicted on your route: right, wrong, and why.",
    summary: (predicted: number, of: number) =>
      predicted === of
        ? `You predicted the outcome of all ${of} experiments.`
        : `You predicted the outcome of ${predicted} of ${of} experiments.`,
    right: (count: number) => `${count} right`,
    wrong: (count: number) => `${count} wrong`,
    none: "You haven’t run an experiment with a prediction yet. Start here:",
    wrongTitle: "Wrong, and why",
    rightTitle: "Right",
    openTitle: "Not predicted yet",
    said: "You said",
    was: "It was",
    heard: (client: string, ms: string | undefined) =>
      ms === undefined ? `${client} did hear it.` : `${client} did hear it, after ${ms}.`,
    silent: (client: string, why: string) => `${client} heard nothing. ${why}`,
    certificate: "Certificate",
    print: "Print",
    quiz: "How much of it do you know now?",
    toQuiz: "Twelve questions",
    next: "Next:",
    on: (date: string) => `As of ${date}`,
  },
  notes: {
    title: "Your notes",
    label: (lesson: string) => `Your notes on “${lesson}”`,
    placeholder: "For yourself; stored in this browser.",
  },
};

export type ProgressWords = typeof words;
