// The state that the lab is to be in, and the work of bringing it there, one job at a time.
//
//   a lesson's start, a step's setup, a learner's link ──▶ target ──reach──▶ set-up.ts ──▶ the lab

import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import type { ClientPlace, LabActions, Target } from "../steps/actions.ts";
import { mayStay, setUp } from "../steps/set-up.ts";
import type { Notices } from "./notices.svelte.ts";

interface SetupContext {
  actions: () => LabActions;
  /** Whether there is a lab that can be changed. */
  canChange: () => boolean;
  notices: Notices;
}

export class Setup {
  isRunning = $state(false);
  /** Whether the lab has been brought to where it is to start. */
  isDone = false;
  readonly #context: SetupContext;
  /** Where the page starts. */
  #start: Target = {};
  /** The state that a lab replacing this one is set up with. */
  #target: Target = {};
  #running: Promise<unknown> = Promise.resolve();

  constructor(context: SetupContext) {
    this.#context = context;
  }

  get target(): Target {
    return this.#target;
  }

  /** Sets where the page starts. */
  startAt(target: Target): void {
    this.#start = target;
    this.#target = target;
  }

  /** Brings a new lab to where it is to start. */
  async complete(): Promise<void> {
    this.isDone = await this.reach(this.#target);
  }

  /** Whether a step that assumes this state may begin as the lab is now. */
  isReached(target: Target): boolean {
    return mayStay(target, this.#context.actions());
  }

  /** Goes back to where the page starts, without changing the lab. */
  restart(): void {
    this.#target = this.#start;
    this.isDone = false;
  }

  /** Remembers a link that the learner set. A step that doesn't mention it keeps it. */
  noteLink(server: ServerName, link: LinkName): void {
    this.#target = { ...this.#target, links: { ...this.#target.links, [server]: link } };
  }

  /** Leaves the links as they are in the lab. */
  keepLinks(): void {
    this.#target = { ...this.#target, links: undefined };
  }

  placeClients(clients: readonly ClientPlace[]): void {
    this.#target = { ...this.#target, clients };
  }

  /**
   * Brings the lab into this state, once all earlier calls are done: two at a time would undo each other's work, and neither
   * would get there. Links that it doesn't mention stay as they are. Resolves to whether it got there.
   */
  reach(target: Target): Promise<boolean> {
    const done = this.#running.then(() => this.#reach(target));
    this.#running = done.catch(() => false);
    return done;
  }

  async #reach(target: Target): Promise<boolean> {
    const { actions, canChange, notices } = this.#context;
    if (!canChange()) return false;
    this.#target = { ...target, links: { ...this.#target.links, ...target.links } };
    const before = notices.count;
    this.isRunning = true;
    const done = await setUp(this.#target, actions());
    this.isRunning = false;
    if (!done && notices.count === before) notices.add({ says: "not-ready" });
    return done;
  }
}
