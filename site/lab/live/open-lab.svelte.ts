// Finds the lab of this browser or opens one, and again whenever it is lost; says so while there is none.

import type { LabState } from "../../../servers/protocol.ts";
import { forget, keep, recall } from "../../storage.ts";
import { ApiFailure, api, type LabKey } from "./api.ts";

export type Phase =
  | { is: "idle" }
  | { is: "opening" }
  | { is: "live" }
  /** The gateway does not answer; the page keeps trying. `isOffline`: this device has no network. */
  | { is: "away"; isOffline: boolean }
  /** It was somebody else's, and it is over. */
  | { is: "over" }
  /** All labs are taken, too many were opened from here, or none can be started now; the page keeps trying. */
  | { is: "full" | "rate" | "unavailable" };

interface Opened {
  key: LabKey;
  state: LabState;
  /** It was this page's lab before, and only out of reach for a while. */
  isSame: boolean;
  /** The lab that was known is over, and this is another one. */
  isReplaced: boolean;
  /** The same lesson was open in this lab the last time. */
  isReturn: boolean;
  wasAway: boolean;
}

/** The first wait before another try; each further one is twice as long, up to the last. */
const retryMs = 1_500;
/** Whoever runs it may start it again any moment; a house that is full stays so for a while. */
const maxRetryMs = { away: 5_000, waiting: 30_000 };
/** However long it is told to wait. */
const maxAfterMs = 120_000;
export const isKey = (value: unknown): value is LabKey =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "token" in value &&
  typeof value.token === "string";
const isText = (value: unknown): value is string => typeof value === "string";

/** `opened` is told of each lab that is found or opened, `live` when it can be used. */
export function createOpening(opened: (lab: Opened) => void, live: () => Promise<void>) {
  let phase = $state.raw<Phase>({ is: "idle" });
  let lesson = "";
  let key: LabKey | undefined;
  let isVisit = false;
  let opening: Promise<void> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Tries that failed in a row. */
  let failures = 0;

  function open(): Promise<void> {
    opening ??= openOnce().finally(() => {
      opening = undefined;
    });
    return opening;
  }

  async function openOnce() {
    clearTimeout(retry);
    const wasAway = phase.is === "away";
    if (phase.is === "idle") phase = { is: "opening" };
    try {
      if (isVisit) return await visitOnce(wasAway);
      const known = key ?? recall("lab", isKey);
      const found = known ? await find(known) : undefined;
      if (found && known) {
        const isReturn = recall("lesson", isText) === `${known.id} ${lesson}`;
        const isSame = known.id === key?.id;
        key = known;
        opened({ key, state: found, isSame, isReplaced: false, isReturn, wasAway });
      } else {
        const { token, ...state } = await api.open();
        key = { id: state.id, token };
        keep("lab", key);
        opened({ key, state, isSame: false, isReplaced: known !== undefined, isReturn: false, wasAway });
      }
      keep("lesson", `${key.id} ${lesson}`);
      failures = 0;
      phase = { is: "live" };
      await live();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      phase = phaseOf(error.code);
      tryLater(error.retryAfterMs);
    }
  }

  function phaseOf(code: ApiFailure["code"]): Phase {
    if (code === "capacity") return { is: "full" };
    if (code === "rate" || code === "unavailable") return { is: code };
    return { is: "away", isOffline: !navigator.onLine };
  }

  /** Later each time, and no two pages at the same moment, so that a crowd that waits does not come back as one. */
  function tryLater(atLeastMs = 0) {
    clearTimeout(retry);
    const most = phase.is === "away" ? maxRetryMs.away : maxRetryMs.waiting;
    const ms = Math.min(most, retryMs * 2 ** failures);
    failures += 1;
    retry = setTimeout(open, Math.min(atLeastMs, maxAfterMs) + ms * (0.5 + Math.random() / 2));
  }

  /** A lab that somebody else has opened: there is no other in its place. */
  async function visitOnce(wasAway: boolean) {
    const visited = key;
    const found = visited && (await find(visited));
    if (visited !== key || !visited) return;
    if (found)
      opened({ key: visited, state: found, isSame: false, isReplaced: false, isReturn: false, wasAway });
    phase = { is: found ? "live" : "over" };
  }

  async function find(known: LabKey): Promise<LabState | undefined> {
    try {
      return await api.find(known.id);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.code !== "not_found") throw error;
      if (!isVisit) forget("lab");
      return undefined;
    }
  }

  return {
    get phase() {
      return phase;
    },
    key: () => key,
    start(name: string) {
      lesson = name;
      void open();
    },
    open: () => void open(),
    /** The gateway has said that this lab is over. */
    gone() {
      if (isVisit) phase = { is: "over" };
      else void open();
    },
    /** Goes to this lab, which somebody else has opened. */
    visit(other: LabKey) {
      isVisit = true;
      key = other;
      phase = { is: "opening" };
      // What is under way is about another one, and asks again by itself.
      void (opening ?? Promise.resolve()).then(open);
    },
    /** The connection was lost. One that comes back alone says nothing: the gateway may be another one, so it is asked. */
    lost() {
      // Away already, it's asked again anyway.
      if (phase.is !== "live") return;
      phase = { is: "away", isOffline: !navigator.onLine };
      tryLater();
    },
    /** Something answers again: asks at once. */
    found() {
      if (phase.is === "away") void open();
    },
  };
}
