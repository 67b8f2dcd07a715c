// This learner's part in a pair: what the gateway says of it, and what the learner asks for.
import type { PairEnd, PairRefusal, PairState } from "../../../servers/protocol-pairs.ts";

import type { WorkshopSocket } from "../workshop-socket.ts";
import { takeCode } from "./code-of-link.ts";
import { countMet } from "./count-met.ts";
import { leaveSeat, saveSeat } from "./seat.ts";

export type Pair = ReturnType<typeof createPair>;

export function createPair(socket: WorkshopSocket) {
  let state = $state.raw<PairState>({ is: "alone", code: null });
  let end = $state.raw<PairEnd | undefined>();
  let refused = $state.raw<PairRefusal | null>(null);

  socket.on("pair", (next) => {
    // The page's lab goes there by itself.
    if (next.is === "guest") saveSeat(next.lab);
    else leaveSeat();
    if (next.is !== "alone") {
      end = undefined;
      refused = null;
    }
    state = next;
  });
  socket.on("removed", leaveSeat);
  socket.on("pairEnded", (next) => {
    end = next;
  });
  socket.on("met", (experiment) => countMet(experiment, Date.now()));
  socket.on("connect", () => {
    const code = takeCode();
    if (code !== undefined) sitAt(code);
  });

  const answered = (answer: { refused: PairRefusal | null } | object) => {
    refused = "refused" in answer ? answer.refused : null;
  };
  function sitAt(code: string) {
    end = undefined;
    socket.emit("sitAt", code, answered);
  }

  return {
    get state() {
      return state;
    },
    /** How the last pair, or the wish for one, ended, until it's seen. */
    get end() {
      return end;
    },
    /** Why the last wish was refused. */
    get refused() {
      return refused;
    },
    seen() {
      end = undefined;
      refused = null;
    },
    showCode: () => void socket.emit("pairCode", answered),
    sitAt,
    admit: (guest: string, does: boolean) => void socket.emit("admit", { guest, does }, () => {}),
    leave: () => void socket.emit("endPair", () => {}),
  };
}
