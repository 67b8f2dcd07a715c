// A learner's work on one exercise: the text of each file, what was sent to the servers, and how it was judged.
//
//   at rest ──run on one──▶ starting ──▶ runs
//           ──run on both─▶ starting ──▶ trying ──▶ passed, failed
//                              └──────────▶ refused: the servers go on with what they ran
//
// What a server runs is known from the trace only, so it's right after a reload, too.

import {
  type CodeFile,
  type CodePlace,
  type FaultKind,
  type ServerName,
  serverNames,
  type Traced,
} from "../../../servers/protocol.ts";
import { ApiFailure, type CodeFiles } from "../live/api-client.ts";
import type { Lab } from "../live/lab.svelte.ts";
import type { Target } from "../steps/actions.ts";
import { type Attempt, areSame, keyFor, loadAttempt, saveAttempt } from "./attempt.ts";
import type { Exercise, ExerciseTexts } from "./exercise.ts";
import { runCode } from "./run-code.ts";
import { judgeExercise, type TrialResult } from "./trials.ts";

export type Progress =
  | { is: "at-rest" }
  | { is: "starting" }
  /** These servers run it, and nothing was judged. */
  | { is: "runs"; server: ServerName }
  | { is: "trying"; trial: number }
  /** The code can't run. */
  | { is: "refused"; why: FaultKind; message: string; place: CodePlace | undefined }
  /** The lab is away, or the gateway refuses for another reason. */
  | { is: "stopped"; message: string }
  | Exclude<TrialResult, { is: "stopped" }>;

/** How the code that a server runs compares with the text in the editor. */
export type Running = "this" | "earlier" | "other" | "lesson";

export interface Settings extends Pick<Exercise, "files" | "setup" | "trials"> {
  id: string;
  texts: ExerciseTexts;
}

export class ExerciseSession {
  progress = $state.raw<Progress>({ is: "at-rest" });
  /** Whether the editor has the solution instead of the learner's own. */
  isSolution = $state(false);
  /** Undefined until something was written. */
  isSaved = $state<boolean | undefined>();
  passedAt = $state<number | undefined>();
  #own = $state.raw<CodeFiles>({});
  #solution = $state.raw<CodeFiles>({});
  #ran = $state.raw<Attempt["ran"]>();
  /** Faults and output up to this event of the trace are from before the last run. */
  #since = $state(Number.POSITIVE_INFINITY);
  #key = "";
  readonly #lab: Lab;
  readonly #settings: () => Settings;

  constructor(lab: Lab, settings: () => Settings) {
    this.#lab = lab;
    this.#settings = settings;
    this.#own = settings().texts.start;
    this.#solution = settings().texts.solution;
  }

  /** What is in the editor. */
  get files(): CodeFiles {
    return this.isSolution ? this.#solution : this.#own;
  }

  get isBusy(): boolean {
    return this.progress.is === "starting" || this.progress.is === "trying";
  }

  /** What went wrong while the code of the last run ran. */
  get fault(): Traced<"fault"> | undefined {
    return this.#lab.derived.notable.findLast(
      (event): event is Traced<"fault"> =>
        event.type === "fault" && event.during === "run" && event.seq > this.#since,
    );
  }

  /** What the servers printed since the last run. */
  get output(): readonly Traced<"log">[] {
    return this.#lab.derived.logs.filter(({ seq }) => seq > this.#since);
  }

  /** Reads what the browser saved. Returns whether there was anything. */
  restore(path: string): boolean {
    this.#key = keyFor(path, this.#settings().id);
    const saved = loadAttempt(this.#key);
    if (!saved) return false;
    this.#own = { ...this.#own, ...this.#only(saved.files) };
    this.#ran = saved.ran;
    this.passedAt = saved.passedAt;
    return true;
  }

  write(file: CodeFile, text: string): void {
    if (this.files[file] === text) return;
    if (this.isSolution) this.#solution = { ...this.#solution, [file]: text };
    else {
      this.#own = { ...this.#own, [file]: text };
      this.#save();
    }
  }

  runs(server: ServerName): Running {
    const { code } = this.#lab.derived.picture.servers[server];
    if (!code) return "lesson";
    if (code.print !== this.#ran?.print) return "other";
    return areSame(this.#ran.files, this.files) ? "this" : "earlier";
  }

  /** Runs what is in the editor on one server, without judging it. */
  async runOn(server: ServerName): Promise<void> {
    if (await this.#start([server])) this.progress = { is: "runs", server };
  }

  /** Runs it on both servers, and judges it. */
  async runAndCheck(): Promise<void> {
    const isOwn = !this.isSolution;
    if (!(await this.#start(["a", "b"]))) return;
    const prepare = (target: Target) => this.#lab.prepare(target);
    const judged = await judgeExercise(this.#settings(), { actions: this.#lab.actions, prepare }, (trial) => {
      this.progress = { is: "trying", trial };
    });
    this.progress = judged.is === "stopped" ? this.#stopped() : judged;
    if (judged.is !== "passed" || !isOwn) return;
    this.passedAt ??= Date.now();
    this.#save();
  }

  /** Resolves to whether the servers run it. */
  async #start(servers: readonly [ServerName, ...ServerName[]]): Promise<boolean> {
    if (this.isBusy) return false;
    this.progress = { is: "starting" };
    if (!(await this.#lab.ready())) {
      this.progress = this.#stopped();
      return false;
    }
    const { files } = this;
    const since = this.#lab.derived.seq;
    const code = await runCode(this.#lab.lifecycle.key, files, servers);
    if (code instanceof ApiFailure) {
      this.progress = code.code === "code" ? await this.#refused(code, since) : this.#stopped(code.message);
      return false;
    }
    this.#since = since;
    this.#ran = code ? { files, print: code.print } : undefined;
    this.#save();
    return true;
  }

  /** The trace says why code can't run. */
  async #refused({ message }: ApiFailure, since: number): Promise<Progress> {
    const { actions } = this.#lab;
    const found = () =>
      actions.derived.notable.find((event) => event.type === "fault" && event.seq > since) as
        | Traced<"fault">
        | undefined;
    await actions.until(() => found() !== undefined, 3_000);
    const { why = "error", file, line } = found() ?? {};
    const place = file !== undefined && line !== undefined ? { file, line } : undefined;
    return { is: "refused", why, message, place };
  }

  /** Without a message: the one with which a link of the learner's was refused, if it was. */
  #stopped(message = ""): Progress {
    const refused = serverNames.map((server) => this.#lab.changes.of(`link ${server}`)?.refused);
    return { is: "stopped", message: message || (refused.find((one) => one !== undefined) ?? "") };
  }

  #save(): void {
    if (!this.#key) return;
    const passed = this.passedAt === undefined ? {} : { passedAt: this.passedAt };
    const ran = this.#ran ? { ran: this.#ran } : {};
    this.isSaved = saveAttempt(this.#key, { files: this.#own, ...ran, ...passed, at: Date.now() });
  }

  /** The saved files that this exercise has. */
  #only(saved: CodeFiles): CodeFiles {
    return Object.fromEntries(
      this.#settings().files.flatMap((file) => (saved[file] === undefined ? [] : [[file, saved[file]]])),
    );
  }
}
