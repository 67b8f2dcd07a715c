// The quiz as the instructor's page knows it, and what can be done with it.
import type { QuizResults, QuizRound } from "../../../servers/quiz/tally.ts";
import type { Ask } from "../instructor/plan/plan-session.svelte.ts";
import type { WorkshopSocket } from "../workshop-socket.ts";

export function openQuiz(socket: WorkshopSocket, ask: Ask) {
  let results = $state.raw<QuizResults | undefined>();
  socket.on("quizResults", (next) => {
    results = next;
  });

  return {
    /** What the class has answered; undefined until it's known. */
    get results() {
      return results;
    },
    /** Opens a round; null closes it. */
    open: (round: QuizRound | null) => ask((timed) => timed.emitWithAck("openQuiz", round)),
    reveal: (isRevealed: boolean) => ask((timed) => timed.emitWithAck("revealQuiz", isRevealed)),
  };
}
