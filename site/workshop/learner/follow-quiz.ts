// Reports this browser's answers to the quiz, and saves for the quiz's page which round is open.
import { setOpenRound } from "../../quiz/open-round.ts";
import { reportOf } from "../../quiz/report.ts";
import { onQuiz, readQuiz } from "../../quiz/saved-answers.ts";
import type { WorkshopSocket } from "../workshop-socket.ts";

/** Returns a function that ends it. */
export function followQuiz(socket: Pick<WorkshopSocket, "connected" | "emit" | "on">): () => void {
  let isDue = false;
  const report = () => {
    isDue = false;
    // Whatever waits for a connection is reported at the next one.
    if (socket.connected) socket.emit("quizAnswers", reportOf(readQuiz(), Date.now()));
  };
  /** An import, a wipe and the end of the quiz change many answers at once, and a page may send few events. */
  const changed = () => {
    if (!isDue) queueMicrotask(report);
    isDue = true;
  };
  socket.on("connect", report);
  socket.on("room", ({ quiz }) => setOpenRound(quiz.open?.round ?? null));
  socket.on("removed", () => setOpenRound(null));
  return onQuiz(changed);
}
