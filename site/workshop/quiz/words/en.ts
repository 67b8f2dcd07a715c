// English for the quiz in a class, on the instructor's page and on the wall.
import type { QuizRound } from "../../../../servers/quiz/tally.ts";
import { misconceptions } from "../../../quiz/words/en/misconceptions.ts";

export const words = {
  title: "Quiz",
  names: { before: "before", after: "after" } satisfies Record<QuizRound, string>,
  opened: { before: "Quiz before the course", after: "Quiz after the course" } satisfies Record<
    QuizRound,
    string
  >,
  about:
    "Twelve questions, before the course and after it. Learners answer on their own pages and see what’s right once the second round is closed.",
  closed: "The quiz is closed.",
  answered: (answered: number, of: number) => `${answered} of ${of} have answered all questions`,
  open: { before: "Open it before the course", after: "Open it after the course" } satisfies Record<
    QuizRound,
    string
  >,
  close: "Close it",
  reveal: "Show the room",
  hide: "Hide",
  shown: "The room sees this.",
  hidden: "Only you see this.",
  revealAbout:
    "This closes the quiz. It names what is wrong, so after the first round you may want to keep it to yourself.",
  none: "Nobody has answered yet.",
  wrongIdeas: "Wrong ideas in this class",
  noWrongIdeas: "No wrong answers.",
  more: (count: number) => (count === 1 ? "and 1 more" : `and ${count} more`),
  held: (held: number, of: number) => `${held} of ${of}`,
  round: (name: string, learners: number, percent: number) =>
    `${name}: ${learners === 1 ? "1 learner" : `${learners} learners`}, ${percent} % right`,
  misconceptions,
};

export type ClassQuizWords = typeof words;
