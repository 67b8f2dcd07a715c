// What the playground's page does: which arrangement it starts from, and how far a run has come.
//
//   address, scenario ──▶ arrangement ──prepare()──▶ lab ──capture()──▶ address
//                                     ──run()─────▶ lab

import { type Arrangement, completed } from "../lab/arrangement/arrangement.ts";
import { capture } from "../lab/arrangement/capture.ts";
import type { Problem } from "../lab/arrangement/decode.ts";
import { encode } from "../lab/arrangement/fragment.ts";
import { openPanel } from "../lab/panels/open-panel.svelte.ts";
import { panelNames } from "../lab/panels/panel-names.ts";
import type { Action } from "../lab/steps/actions.ts";
import { runActions } from "../lab/steps/run-actions.ts";
import { playgroundLab as lab } from "./playground-lab.ts";
import { type ScenarioName, scenarioNames, scenarios } from "./scenarios.ts";

export type RunState =
  | { is: "idle" }
  | { is: "setting-up" }
  | { is: "running"; step: number }
  /** The lab refused this step. */
  | { is: "stopped"; step: number }
  /** A step needs a client that isn't there. */
  | { is: "nobody"; step: number; client: string }
  | { is: "not-ready" };

/** Why the address opened a plain playground; `unread`: the part of the page that reads it didn't arrive. */
export type AddressProblem = Problem | { what: "unread" };

const first: ScenarioName = "silence";

export class Playground {
  /** Undefined when the arrangement came in a link. */
  scenario = $state<ScenarioName | undefined>(first);
  arrangement = $state.raw<Arrangement>(completed(scenarios[first]));
  /** What Run does. */
  actions = $state.raw<readonly Action[]>(scenarios[first].run);
  problem = $state.raw<AddressProblem | undefined>();
  state = $state.raw<RunState>({ is: "idle" });
  #started: Promise<void> | undefined;

  get isBusy(): boolean {
    return this.state.is === "setting-up" || this.state.is === "running";
  }

  /** Whether a run sets the lab up first: otherwise, its switches would still be set the second time. */
  get setsUp(): boolean {
    return this.actions.some((action) => !("event" in action));
  }

  /** Opens the lab as the address says, the first time. Presses before the address is read wait for it. */
  start = (): Promise<void> => {
    this.#started ??= this.#readAddress().then(() =>
      lab.start(lessonOf(this.arrangement), this.arrangement, ["a", "b", "redis"]),
    );
    return this.#started;
  };

  /** The page's address has changed. */
  followAddress = async (): Promise<void> => {
    await this.start();
    if (!(await this.#readAddress())) return;
    await this.#prepareLab();
  };

  choose = async (name: ScenarioName): Promise<void> => {
    await this.start();
    this.scenario = name;
    this.problem = undefined;
    this.#take(completed(scenarios[name]));
    history.replaceState(history.state, "", `#${encode(this.arrangement)}`);
    await this.#prepareLab();
  };

  /** Sets the lab up again, as the arrangement has it. */
  startOver = async (): Promise<void> => {
    await this.start();
    await this.#prepareLab();
  };

  runAll = async (): Promise<void> => {
    await this.start();
    if (this.isBusy) return;
    this.state = { is: "setting-up" };
    if (!(await this.#isReady())) {
      this.state = { is: "not-ready" };
      return;
    }
    const absent = this.actions.findIndex(
      (action) => "client" in action && !lab.own.some(({ name }) => name === action.client),
    );
    const action = this.actions[absent];
    if (action && "client" in action) {
      this.state = { is: "nobody", step: absent + 1, client: action.client };
      return;
    }
    let step = 0;
    const { done } = await lab.carryOut(runActions, this.actions, (index) => {
      step = index + 1;
      this.state = { is: "running", step };
    });
    this.state = done ? { is: "idle" } : { is: "stopped", step };
  };

  add = (action: Action): void => {
    this.actions = [...this.actions, action];
  };

  remove = (index: number): void => {
    this.actions = this.actions.filter((_, at) => at !== index);
  };

  /** The lab as it is now; before there is one, as it will be. */
  captured(): Arrangement {
    if (lab.phase.is !== "live") return { ...this.arrangement, run: this.actions };
    return capture(lab.derived.picture, lab.clients.all, openPanel.among(panelNames), this.actions);
  }

  /** Returns whether the address holds an arrangement. */
  async #readAddress(): Promise<boolean> {
    const fragment = location.hash.slice(1);
    this.problem = undefined;
    // A place on this page.
    if (fragment === "" || document.getElementById(fragment)) return false;
    const reader = await import("../lab/arrangement/decode.ts").catch(() => undefined);
    const read = reader?.decode(fragment) ?? { problem: { what: "unread" as const } };
    if ("problem" in read) {
      this.problem = read.problem;
      return false;
    }
    const { arrangement } = read;
    this.scenario = scenarioNames.find((name) => encode(completed(scenarios[name])) === encode(arrangement));
    this.#take(arrangement);
    return true;
  }

  /** The key of its recording; empty for an arrangement from a link, because only scenarios are recorded. */
  get #of(): string {
    return this.scenario ? `playground#${this.scenario}` : "";
  }

  #take(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.actions = arrangement.run;
    this.state = { is: "idle" };
    if (arrangement.panel) openPanel.choose(arrangement.panel);
  }

  async #prepareLab(): Promise<void> {
    const { arrangement } = this;
    this.state = { is: "setting-up" };
    lab.lifecycle.moveTo(lessonOf(arrangement));
    const wasLive = lab.phase.is === "live";
    // A lab that isn't open yet, or has ended, opens in this state.
    const isDone =
      (await lab.prepare(arrangement, this.#of)) || (!wasLive && !lab.recorded && (await lab.wake()));
    // Meanwhile another may have been chosen.
    if (this.arrangement === arrangement) this.state = isDone ? { is: "idle" } : { is: "not-ready" };
  }

  async #isReady(): Promise<boolean> {
    if (lab.recorded) return lab.prepare(this.arrangement, this.#of);
    if (!(await lab.wake()) || !(await lab.ready())) return false;
    return !this.setsUp || lab.setup.isReached(this.arrangement) || lab.prepare(this.arrangement);
  }
}

/** A reload with the same address keeps the lab as it is. */
const lessonOf = (arrangement: Arrangement): string => `playground ${encode(arrangement)}`;
