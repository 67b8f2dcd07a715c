// The state of the quiz's page: the answers that it shows, and what an answer does.
import { type QuestionId, type QuizAnswer, questionIds } from "../../servers/quiz/questions.ts";
import type { QuizRound } from "../../servers/quiz/tally.ts";
import { afterTry, isSolved, scoreOf } from "./judge.ts";
import { onOpenRound, openRound } from "./open-round.ts";
import { answersOf, onQuiz, quizKey, readQuiz, type SavedQuiz, writeAnswer } from "./saved-answers.ts";

export class Quiz {
  #saved = $state.raw<SavedQuiz>({});
  /** The round that the class answers now; undefined for a reader on their own. */
  round = $state<QuizRound | undefined>();
  answers = $derived(answersOf(this.#saved, this.round ?? "own"));
  score = $derived(scoreOf(this.answers));
  /** What was answered with the class. */
  before = $derived(scoreOf(answersOf(this.#saved, "before")));
  after = $derived(scoreOf(answersOf(this.#saved, "after")));

  /** Reads what is saved, and again whenever that changes; returns a function that ends it. */
  start(): () => void {
    let isReading = false;
    const read = () => {
      // What is taken over is saved, which calls this again.
      if (isReading) return;
      isReading = true;
      this.round = openRound();
      if (this.round === undefined) takeOver(readQuiz());
      this.#saved = readQuiz();
      isReading = false;
    };
    read();
    const ends = [onQuiz(read), onOpenRound(read)];
    return () => {
      for (const end of ends) end();
    };
  }

  answer(question: QuestionId, answer: QuizAnswer): void {
    const now = Date.now();
    const { round } = this;
    if (round) writeAnswer(quizKey(round, question), { tried: [answer], at: now });
    else writeAnswer(quizKey("own", question), afterTry(this.answers[question], answer, now));
  }

  /** The next question after this one that isn't solved, or the first such; undefined if all are. */
  nextOpen(after: QuestionId): QuestionId | undefined {
    const isOpen = (question: QuestionId) => !isSolved(this.answers[question]);
    const later = questionIds.slice(questionIds.indexOf(after) + 1);
    return later.find(isOpen) ?? questionIds.find(isOpen);
  }
}

/** Once the class has finished, its last answers are the reader's own: now they are explained. */
function takeOver(saved: SavedQuiz): void {
  for (const question of questionIds) {
    const answer = saved[quizKey("after", question)];
    const own = quizKey("own", question);
    if (answer && !saved[own]) writeAnswer(own, answer);
  }
}
