// The state that the lab should be in, and the work of getting it there, one job at a time.
//
//   a lesson's start, a step's setup, a learner's link ──▶ target ──reach──▶ set-up.ts ──▶ the lab

import type { LabState, LinkName, ServerName } from "../../../servers/protocol.ts";
import type { ClientPlace, LabActions, Target } from "../steps/actions.ts";
import { canKeepState, setUp } from "../steps/set-up.ts";
import type { Notices } from "./notices.svelte.ts";

/** How a page's lab differs from a lesson's. */
export interface LabOptions {
  /** No lab is opened or retried until something is pressed. Default: false, and `start` opens the lab. */
  opensOnPress?: boolean;
  /** Once it has ended, nothing is opened before something is pressed. Default: as `opensOnPress`. */
  reopensOnPress?: boolean;
  /**
   * A reload keeps the whole lab as it is, with its clients stored under this key. Default: only links and clients stay,
   * and the learner's own clients are in all lessons.
   */
  keepsAllAs?: string;
  /** Default: no limit. */
  maxClients?: number;
}

interface SetupContext {
  actions: () => LabActions;
  /** Whether there is a lab that can be changed. */
  canChange: () => boolean;
  notices: Notices;
  options: () => LabOptions;
}

export class Setup {
  isRunning = $state(false);
  /** Whether the lab has been set up as it is to start. */
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

  /** Sets where the page starts again, once this lab has ended. */
  restartAt(target: Target): void {
    this.#start = target;
  }

  /** Sets a new lab up as it is to start. */
  async complete(): Promise<void> {
    this.isDone = await this.reach(this.#target);
  }

  /** Whether a step that assumes this state may begin as the lab is now. */
  isReached(target: Target): boolean {
    return canKeepState(target, this.#context.actions());
  }

  /** Makes the page's start the target again, without changing the lab. */
  restart(): void {
    this.#target = this.#start;
    this.isDone = false;
  }

  /** Remembers a link that the learner set. A step that doesn't mention it keeps it. */
  noteLink(server: ServerName, link: LinkName): void {
    this.#target = { ...this.#target, links: { ...this.#target.links, [server]: link } };
  }

  /**
   * Leaves the code and the links, or all but the clients, as they are in this lab: the same lesson was open in it last time, or
   * somebody else uses it.
   */
  keep(state: LabState, isOthers = false): void {
    const { clients } = this.#target;
    const keepsAll = isOthers || this.#context.options().keepsAllAs !== undefined;
    this.#target = keepsAll
      ? { ...asItIs(state), clients }
      : { ...this.#target, links: undefined, keepsCode: true };
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
    if (!done && canChange() && notices.count === before) notices.add({ says: "not-ready" });
    return done;
  }
}

/** The target that leaves a lab as it is, apart from its clients. */
function asItIs({ servers, cables, balancer }: LabState): Target {
  const stateOf = (name: ServerName) => (servers[name].state === "running" ? "running" : "stopped");
  const cableOf = (name: ServerName) => ({ state: cables[name].state, delayMs: cables[name].delayMs });
  return {
    links: { a: servers.a.link, b: servers.b.link },
    servers: { a: stateOf("a"), b: stateOf("b") },
    cables: { a: cableOf("a"), b: cableOf("b") },
    balancer,
    keepsCode: true,
  };
}
