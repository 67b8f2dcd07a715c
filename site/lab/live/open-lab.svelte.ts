// Finds the lab of this browser or opens one, and again whenever it is lost; says so while there is none.

import type { LabState } from "../../../servers/protocol.ts";
import { forget, keep, recall } from "../../storage.ts";
import { ApiFailure, api, type LabKey } from "./api.ts";

export type Phase =
  | { is: "idle" }
  | { is: "opening" }
  | { is: "live" }
  /** The gateway does not answer; the page keeps trying. */
  | { is: "away" }
  /** It was somebody else's, and it is over. */
  | { is: "over" }
  /** All labs are taken; the page keeps trying. */
  | { is: "full"; message: string };

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

const retryMs = 1_500;
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
      phase = { is: "live" };
      await live();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      phase = error.code === "capacity" ? { is: "full", message: error.message } : { is: "away" };
      clearTimeout(retry);
      retry = setTimeout(open, retryMs);
    }
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
      if (phase.is !== "live" && phase.is !== "away") return;
      phase = { is: "away" };
      clearTimeout(retry);
      retry = setTimeout(open, retryMs);
    },
  };
}
