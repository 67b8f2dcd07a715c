// English for the quiz's page.
import { misconceptions } from "./misconceptions.ts";
import { questionWords } from "./questions.ts";

export const words = {
  title: "Quiz",
  description:
    "Twelve questions on what people most often get wrong about several Socket.IO servers, each answer explained.",
  about: "Your first answer is the one that counts. After that, you can try again.",
  /** In a class, while the instructor has opened it. */
  inClass: {
    before:
      "The class answers these twelve questions before the course. Guess if you don’t know: nobody is expected to.",
    after: "The class answers the twelve questions once more.",
    blind: "What’s right is shown later. Until the instructor closes the quiz, you can change your answers.",
    answered: (answered: number, of: number) =>
      answered === of ? `All ${of} questions are answered.` : `${answered} of ${of} questions answered.`,
  },
  number: (number: number, of: number) => `Question ${number} of ${of}`,
  answer: "Answer",
  again: "Try again",
  next: "Next question",
  toResult: "See the result",
  right: "Right.",
  wrong: "Wrong.",
  /** Without JavaScript. */
  solution: "The right answer",
  /** Before the link to a lesson's step. */
  see: "See it happen:",
  result: {
    title: "Your result",
    none: "Answer a question, and your result shows here.",
    right: (count: number) => `${count} right`,
    wrong: (count: number) => `${count} wrong`,
    answered: (answered: number, of: number) =>
      answered === of ? "Your first answers to all questions." : `${answered} of ${of} questions answered.`,
    missed: "Worth another look",
    isFalse: "wrong",
    class: (before: number, after: number, of: number) =>
      `With the class: ${before} of ${of} right before the course, ${after} after it.`,
    perfect: "No misconception left.",
    more: "All facts on one page:",
    cheatSheet: "cheat sheet",
    print: "Print",
  },
  misconceptions,
  questions: questionWords,
};

export type QuizWords = typeof words;
