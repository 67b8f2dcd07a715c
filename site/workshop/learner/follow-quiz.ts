// Reports this browser's answers to the quiz, and saves for the quiz's page which round is open.
import { setOpenRound } from "../../quiz/open-round.ts";
import { reportOf } from "../../quiz/report.ts";
import { onQuiz, readQuiz } from "../../quiz/saved-answers.ts";
import type { WorkshopSocket } from "../workshop-socket.ts";

/** Returns a function that ends it. */
export function followQuiz(socket: WorkshopSocket): () => void {
  const report = () => {
    // Whatever waits for a connection is reported at the next one.
    if (socket.connected) socket.emit("quizAnswers", reportOf(readQuiz(), Date.now()));
  };
  socket.on("connect", report);
  socket.on("room", ({ quiz }) => setOpenRound(quiz.open?.round ?? null));
  socket.on("removed", () => setOpenRound(null));
  return onQuiz(report);
}
