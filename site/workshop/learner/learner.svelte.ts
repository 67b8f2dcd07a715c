// A learner's page in a class: reports its place, progress and lab, and receives what the instructor does.
// It reports everything at each connection, so a restarted gateway knows the room as before.
import type { Place, Room } from "../../../servers/protocol-workshop.ts";
import { onProgress } from "../../progress/store.ts";
import { load, onSaved, save } from "../../storage.ts";
import { identity } from "../identity.ts";
import { createPair } from "../pairs/pair.svelte.ts";
import { ownLab } from "../pairs/seat.ts";
import { isSamePlace, lessonOf, progressOf } from "../progress.ts";
import { joinAs, leave } from "../take-part.ts";
import { openSession } from "../workshop-session.svelte.ts";
import { readAnswers } from "./answers.ts";
import { followQuiz } from "./follow-quiz.ts";
import { experimentInSight, onReadingPause } from "./reading-place.ts";
import { createSecondVote } from "./second-vote.svelte.ts";
import { createSignals } from "./signals.svelte.ts";

const isSwitch = (value: unknown): value is boolean => typeof value === "boolean";
const isText = (value: unknown): value is string => typeof value === "string";

export type Learner = ReturnType<typeof createLearner>;

/** Each of the instructor's moves is followed once; learners who then move on aren't called back. */
function isNewLead(lead: Place | null): boolean {
  const said = JSON.stringify(lead);
  if (said === (load("workshop:lead", isText) ?? "null")) return false;
  save("workshop:lead", said);
  return true;
}

/** `go` takes the page to a place in the course. */
export function createLearner(go: (place: Place) => void) {
  let allowsHelp = $state(load("workshop:help", isSwitch) ?? false);
  let follows = $state(load("workshop:follow", isSwitch) ?? true);
  let isRemoved = $state(false);
  let wasReset = $state(false);
  const place = trackPlace(() => tellProgress());

  const session = openSession(() => {
    const me = identity();
    return { role: "learner", key: me?.key ?? "", name: me?.name ?? "" };
  });
  const { socket } = session;

  /** Anything waiting for a connection is reported at the next one anyway. */
  function tell(what: () => void) {
    if (socket.connected) what();
  }
  const tellProgress = () =>
    tell(() => {
      vote.answered();
      socket.emit("progress", progressOf(readAnswers(), vote.all, place.at, Date.now()));
    });
  const vote = createSecondVote(tellProgress);
  const tellLab = () => tell(() => socket.emit("lab", ownLab(), () => {}));
  const tellSignals = () => tell(() => socket.emit("signals", signals.reports()));
  const signals = createSignals(() => place.at, tellSignals);
  const pair = createPair(socket);
  /** Whether the page shows the lesson the instructor leads to. */
  const isWith = ({ lesson }: Place) => place.at?.lesson === lesson;

  socket.on("connect", () => {
    tellProgress();
    tellLab();
    tellSignals();
    socket.emit("help", allowsHelp);
    socket.emit("follow", follows);
  });
  socket.on("you", ({ name }) => {
    if (identity()?.joined) joinAs(name);
  });
  socket.on("answered", signals.answer);
  socket.on("reset", () => {
    wasReset = true;
  });
  socket.on("removed", () => {
    isRemoved = true;
    leave();
    socket.close();
  });
  socket.on("room", ({ lead, voteAgain }: Room) => {
    vote.opened(voteAgain);
    if (!isNewLead(lead) || !lead || !follows) return;
    signals.moved(lead);
    if (!isSamePlace(lead, place.at)) go(lead);
  });

  const ends = [onProgress(tellProgress), onSaved("lab", tellLab), place.close, signals.close];
  ends.push(followQuiz(socket));

  return {
    session,
    signals,
    pair,
    vote,
    go,
    get allowsHelp() {
      return allowsHelp;
    },
    get follows() {
      return follows;
    },
    get isRemoved() {
      return isRemoved;
    },
    get wasReset() {
      return wasReset;
    },
    isWith,
    seenReset() {
      wasReset = false;
    },
    allowHelp(allows: boolean) {
      allowsHelp = allows;
      save("workshop:help", allows);
      tell(() => socket.emit("help", allows));
    },
    follow(does: boolean) {
      follows = does;
      save("workshop:follow", does);
      tell(() => socket.emit("follow", does));
      const lead = session.room?.lead;
      if (does && lead && !isWith(lead)) go(lead);
    },
    close() {
      for (const end of ends) end();
      session.close();
    },
  };
}

/** The learner's place in the course; calls `moved` when it changes. */
function trackPlace(moved: () => void) {
  const here = (): Place | null => {
    const lesson = lessonOf(location.pathname);
    return lesson === undefined ? null : { lesson, experiment: experimentInSight() };
  };
  let at = $state.raw(here());
  const close = onReadingPause(() => {
    const now = here();
    if (isSamePlace(now, at)) return;
    at = now;
    moved();
  });
  return {
    get at() {
      return at;
    },
    close,
  };
}
