// Finds this browser's lab or opens one, and again whenever it's lost. `phase` is the current state.

import type { LabState } from "../../../servers/protocol.ts";
import { forget, load, onSaved, save } from "../../storage.ts";
import { ApiFailure, api } from "./api-client.ts";
import { type Phase, phaseAfter } from "./phase.ts";
import type { FoundLab, LifecycleContext } from "./which-lab/found-lab.ts";
import { isKey, type LabKey } from "./which-lab/lab-key.ts";
import { retryDelay } from "./which-lab/retry-delay.ts";

const isText = (value: unknown): value is string => typeof value === "string";

export class LabLifecycle {
  phase = $state.raw<Phase>({ is: "idle" });
  /** The lab's gateway is about to end; `move` leads to another one. */
  isEnding = $state(false);
  #key: LabKey | undefined;
  #context: LifecycleContext;
  #lesson = "";
  /** Whether the lab is somebody else's. */
  #isVisit = false;
  #opening: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** The number of failed tries in a row. */
  #failures = 0;

  constructor(context: LifecycleContext) {
    this.#context = context;
  }

  /** The key the gateway knows this lab by; undefined before there is one. */
  get key(): LabKey | undefined {
    return this.#key;
  }

  get opensOnPress(): boolean {
    return this.#context.options().opensOnPress ?? false;
  }

  get reopensOnPress(): boolean {
    return this.#context.options().reopensOnPress ?? this.opensOnPress;
  }

  /** Whether a press is all it takes to have a lab. */
  get isAsleep(): boolean {
    return this.phase.is === "ended" || (this.opensOnPress && this.phase.is !== "live");
  }

  /** Finds or opens this browser's lab, for this lesson; where a press opens it, at the first `open()`. */
  start(lesson: string): void {
    this.#lesson = lesson;
    onSaved("lab", this.#onSaved);
    if (!this.opensOnPress) void this.open();
  }

  /** The page goes on to another lesson without being loaded again. */
  moveTo(lesson: string): void {
    this.#lesson = lesson;
    if (this.#key && this.phase.is === "live") save("lesson", this.#visitOf(this.#key));
  }

  /** Opens a lab that somebody else created. */
  visit(key: LabKey): void {
    this.#isVisit = true;
    this.#key = key;
    this.phase = { is: "opening" };
    // A request in progress is about another lab; ask again afterwards.
    void (this.#opening ?? Promise.resolve()).then(this.open);
  }

  /** Forgets the lab that was visited. */
  leave(): void {
    clearTimeout(this.#retry);
    this.#key = undefined;
    this.phase = { is: "idle" };
  }

  /** Tries now; what is under way counts. Resolves when that try has ended, whether or not there is a lab then. */
  open = (): Promise<void> => {
    if (this.#opening) return this.#opening;
    const opening = this.#openOnce().finally(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    this.#opening = opening;
    return opening;
  };

  /** The lab's gateway is about to end. */
  onDraining = (): void => {
    this.isEnding = !this.#isVisit && !this.#key?.isSeat;
  };

  /** Opens another lab, and closes this one once the page has the other. Keeps this one if there is no other. */
  move = async (): Promise<void> => {
    const left = this.#key;
    if (!left) return;
    try {
      await this.#take(await this.#openAnother({ isReplaced: true, wasAway: false }));
      await api.close(left);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (this.#key === left) this.#context.onFailure(error); // otherwise only its closing failed: its gateway ends it anyway
    }
  };

  /** The gateway reported that this lab has ended. */
  onGone = (): void => {
    if (this.#isVisit) this.phase = { is: "visit-ended" };
    else if (this.reopensOnPress) this.#end();
    else void this.open();
  };

  /** Perhaps the learner has sat down at another's lab, has left it, or its owner has another one. */
  #onSaved = (): void => {
    const saved = load("lab", isKey);
    const isAsleep = this.phase.is === "idle" || this.phase.is === "ended";
    const isSeat = saved?.isSeat || this.#key?.isSeat || this.phase.is === "no-seat";
    const isOther = isSeat && saved?.id !== (this.#key?.id ?? "none");
    // A request in progress is about the lab from before; ask again afterwards.
    if (isOther && !isAsleep) void (this.#opening ?? Promise.resolve()).then(this.open);
  };

  /** The connection was lost. When it's back, the gateway may be another one, so the page asks for the lab again. */
  onLost(): void {
    // If it's away already, the next retry will ask.
    if (this.phase.is !== "live") return;
    this.phase = { is: "away", isOffline: !navigator.onLine };
    this.#tryLater();
  }

  /** The gateway can be reached again: retries at once. */
  onReachable(): void {
    if (this.phase.is === "away") void this.open();
  }

  async #openOnce(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#hasLeft) return;
    const wasAway = this.phase.is === "away";
    const isPressed = this.phase.is === "ended" || (this.opensOnPress && !wasAway);
    if (this.phase.is === "idle" || isPressed) this.phase = { is: "opening" };
    try {
      if (this.#isVisit) return await this.#visitOnce(wasAway);
      const found = await this.#findOrOpen(wasAway);
      if (!found) return this.#end();
      await this.#take(found);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (this.#hasLeft) return;
      this.phase = phaseAfter(error.code);
      this.#tryLater(error.retryAfterMs);
    }
  }

  get #hasLeft(): boolean {
    return this.#isVisit && !this.#key;
  }

  async #take(found: FoundLab): Promise<void> {
    this.#key = found.key;
    if (!found.isSame) this.isEnding = false;
    this.#context.onFound(found);
    save("lesson", this.#visitOf(found.key));
    this.#failures = 0;
    this.phase = { is: "live" };
    await this.#context.onLive();
  }

  /** Undefined when the lab ended while it was out of reach, and only a press opens another, or its owner. */
  async #findOrOpen(wasAway: boolean): Promise<FoundLab | undefined> {
    const saved = load("lab", isKey);
    const known = saved?.isSeat || this.#key?.isSeat ? saved : (this.#key ?? saved);
    const state = known?.id ? await this.#find(known) : undefined;
    if (known && state) {
      const isReturn = load("lesson", isText) === this.#visitOf(known);
      const isSame = known.id === this.#key?.id;
      return { key: known, state, isSame, isReplaced: false, isReturn, wasAway };
    }
    if (known?.isSeat) return undefined;
    if (known) forget("lab");
    if (known && wasAway && this.reopensOnPress) return undefined;
    return this.#openAnother({ isReplaced: known !== undefined, wasAway });
  }

  async #openAnother(how: Pick<FoundLab, "isReplaced" | "wasAway">): Promise<FoundLab> {
    const { token, ...state } = await api.open();
    const key = { id: state.id, token };
    save("lab", key);
    return { key, state, isSame: false, isReturn: false, ...how };
  }

  #end(): void {
    this.#opening = undefined; // what is under way is about the lab that has ended
    const isGuest = load("lab", isKey)?.isSeat;
    if (isGuest) this.#key = undefined;
    this.phase = { is: isGuest ? "no-seat" : "ended" };
    this.#context.onEnded();
  }

  /** A lab that somebody else opened isn't replaced when it ends. */
  async #visitOnce(wasAway: boolean): Promise<void> {
    const key = this.#key;
    const state = key && (await this.#find(key));
    if (key !== this.#key || !key) return;
    const found = { isSame: false, isReplaced: false, isReturn: false, wasAway };
    if (state) this.#context.onFound({ key, state, ...found });
    this.phase = { is: state ? "live" : "visit-ended" };
  }

  /** Resolves to undefined if that lab has ended. */
  async #find(key: LabKey): Promise<LabState | undefined> {
    try {
      return await api.find(key.id);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.code !== "not_found") throw error;
      return undefined;
    }
  }

  /** Waits longer each time. */
  #tryLater(atLeastMs = 0): void {
    clearTimeout(this.#retry);
    if (this.opensOnPress && this.phase.is !== "away") return;
    this.#retry = setTimeout(this.open, retryDelay(this.phase, this.#failures, atLeastMs));
    this.#failures += 1;
  }

  #visitOf({ id }: LabKey): string {
    return `${id} ${this.#lesson}`;
  }
}
