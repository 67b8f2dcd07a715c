// The page's lab, shared by all panels. Each of its parts has one job:
//
//   lifecycle finds a lab or opens one        changes   requests changes, knows the state of each
//   setup     the state the lab is to be in   clients   this page's clients
//
// The trace and everything derived from it are in shown-lab.svelte.ts.
//
//   panels ──actions──▶ changes, clients ──HTTP, Socket.IO──▶ gateway
//   panels ◀──derived── feed ◀──Socket.IO── gateway

import { type LabState, type LinkName, type ServerName, serverNames } from "../../../servers/protocol.ts";
import { gatewayPath } from "../../gateway-address.ts";
import { newPicture, type PictureState, pictureOf } from "../derive/picture-state.ts";
import type { Own } from "../stage/stage-clients.ts";
import type { Action, ActionsResult, EntryPoint, LabActions, Target } from "../steps/actions.ts";
import type { Labelled } from "../steps/labels.ts";
import type { runActions } from "../steps/run-actions.ts";
import type { ApiFailure } from "./api-client.ts";
import { Changes } from "./changes.svelte.ts";
import { Clients } from "./clients.svelte.ts";
import { actionsOf } from "./lab-actions.ts";
import { LabLifecycle } from "./lifecycle.svelte.ts";
import type { Network } from "./network.ts";
import type { Phase } from "./phase.ts";
import { type LabOptions, Setup } from "./setup.svelte.ts";
import { ShownLab } from "./shown-lab.svelte.ts";
import { until } from "./until.ts";
import type { Watch } from "./watch/trace-connection.ts";
import type { FoundLab } from "./which-lab/found-lab.ts";

const readyWithinMs = 10_000;

export class Lab extends ShownLab {
  readonly lifecycle = new LabLifecycle({
    options: () => this.#options,
    onFound: (found) => this.#onFound(found),
    onLive: () => this.#onLive(),
    onEnded: () => this.#onEnded(),
    onFailure: (failure) => this.#onFailure(failure),
  });
  readonly changes = new Changes({
    key: () => this.lifecycle.key,
    picture: () => this.feed.derived.picture,
    onFailure: (failure) => this.#onFailure(failure),
    onUnlinked: (server) =>
      this.notices.add({ says: "unlinked", server, cable: this.feed.derived.picture.cables[server].state }),
  });
  readonly clients = new Clients({
    path: (entrance) => this.pathOf(entrance),
    picture: () => this.feed.derived.picture,
    onReport: (report) => this.#watch?.report(report),
    options: () => this.#options,
    network: () => this.#network,
  });
  /** What a step can do with this lab. */
  readonly actions: LabActions = actionsOf(this);
  readonly setup = new Setup({
    actions: () => this.actions,
    canChange: () => this.lifecycle.key !== undefined && this.phase.is === "live",
    notices: this.notices,
    options: () => this.#options,
  });
  readonly #options: LabOptions;
  readonly #network: Network | undefined;
  #state: LabState | undefined;
  #watch: Watch | undefined;

  /** @param network how servers are reached; without one, no lab can be opened. */
  constructor(options: LabOptions, network: Network | undefined) {
    super();
    this.#options = options;
    this.#network = network;
  }

  get phase(): Phase {
    return this.lifecycle.phase;
  }

  override get isKnown(): boolean {
    return this.phase.is === "live";
  }

  override get own(): readonly Own[] {
    return this.clients.all;
  }

  override get labelled(): Labelled {
    return this.actions;
  }

  /**
   * Finds this browser's lab or opens one. `target` is where the lesson starts. Links it leaves out keep their state, and
   * if the same lesson is reloaded or opened in a second tab, all of them do.
   * `shows`: what the lesson's picture shows; without Redis, it doesn't mention adapters either.
   */
  start(lesson: string, target: Target, shows: readonly (ServerName | "redis")[]): void {
    if (this.phase.is !== "idle") return;
    this.shown = shows;
    this.setup.startAt(target);
    this.lifecycle.start(lesson);
  }

  /** Shows a lab that somebody else opened. Without a token it can be watched but not changed. */
  visit({ id, token = "" }: { id: string; token?: string }): void {
    this.mayChange = token !== "";
    this.lifecycle.visit({ id, token });
  }

  /** Stops showing the lab that was visited, and disconnects from it. */
  leave(): void {
    this.lifecycle.leave();
    this.#disconnect(newPicture);
    this.id = "";
  }

  /** Resolves to true once the lab can be used, or to false if it can't within some seconds. */
  ready(): Promise<boolean> {
    return until(() => this.phase.is === "live", readyWithinMs);
  }

  /** Await this before doing what a press asks for: it opens the lab if a press has to. Resolves to whether there is one. */
  async wake(): Promise<boolean> {
    if (!this.lifecycle.reopensOnPress || (this.phase.is === "live" && this.setup.isDone)) return true;
    if (this.phase.is !== "away") await this.lifecycle.open();
    return this.phase.is === "live" && this.setup.isDone;
  }

  /** Where a client connects; empty without a lab. */
  pathOf(entrance: EntryPoint): string {
    if (!this.#state) return "";
    if (entrance === "balanced") return gatewayPath(`/labs/${this.#state.id}/balanced/socket.io/`);
    return this.#state.servers[entrance].path;
  }

  /** Sets a link for the learner. A step that doesn't mention the link keeps it. */
  setLink(server: ServerName, link: LinkName): Promise<boolean> {
    this.setup.noteLink(server, link);
    return this.changes.setLink(server, link);
  }

  /**
   * Brings the lab into the state a step assumes, from any state. Resolves to whether it got there.
   * @param _of The page and the step, by which a recording is found.
   */
  prepare(target: Target, _of?: string): Promise<boolean> {
    this.learnerView.reveal();
    if (this.phase.is === "live") this.setup.restartAt(target);
    else this.setup.startAt(target);
    return this.setup.reach(target);
  }

  /**
   * Carries out the actions of a step that is prepared. `onStep` gets the index of the current one.
   * @param carry Carries them out in a live lab; a page that is only read doesn't load it.
   */
  carryOut(
    carry: typeof runActions,
    actions: readonly Action[],
    onStep: (index: number) => void,
  ): Promise<ActionsResult> {
    return carry(actions, this.actions, onStep);
  }

  /** Checks whether the lab can still be reached, after a failed request or a network change. Takes some seconds. */
  check = (): void => this.#watch?.check();

  /** The network is back: notices about it no longer apply. */
  onOnline = (): void => {
    this.lifecycle.onReachable();
    this.check();
    this.notices.clear("offline");
  };

  protected override labTime(pageMs: number): number | undefined {
    return this.#watch?.labTime(pageMs);
  }

  protected override typeRedis(line: string): boolean {
    return this.#watch?.typeRedis(line) ?? false;
  }

  #onFound({ key, state, isSame, isReplaced, isReturn, wasAway }: FoundLab): void {
    // If a press opened the lab, it's set up as the page showed it before the press. A guest changes nothing by sitting down.
    if (key.isSeat || (isReturn && !this.lifecycle.opensOnPress)) this.setup.keep(state, key.isSeat);
    if (wasAway && !isReplaced) this.notices.add({ says: "back" });
    if (isReplaced && !this.lifecycle.opensOnPress) this.notices.add({ says: "replaced" });
    this.#state = state;
    ({ redis: this.redis, versions: this.versions, mayRunCode: this.mayRunCode, app: this.app } = state);
    if (isSame) return;
    const { clients } = this.setup.target;
    if (clients) {
      const servers = serverNames.filter((name) => this.shown.includes(name));
      this.setup.placeClients(this.clients.placesAtStart(clients, isReturn, servers));
    }
    this.id = state.id;
    this.#disconnect(pictureOf(state));
    this.setup.isDone = false;
    this.redisConsole.loseSubscriptions();
    this.#watch = this.#open(key);
  }

  #open(key: FoundLab["key"]): Watch | undefined {
    return this.#network?.watch(key, {
      after: () => this.feed.derived.seq,
      trace: this.feed.take,
      redis: this.redisConsole.print,
      refused: this.redisConsole.refuse,
      draining: this.lifecycle.onDraining,
      gone: this.lifecycle.onGone,
      up: (isUp) => (isUp ? this.lifecycle.onReachable() : this.#onConnectionLost()),
    });
  }

  async #onLive(): Promise<void> {
    // A lab that was only unreachable for a while stays as the learner left it.
    if (!this.setup.isDone) await this.setup.complete();
  }

  #disconnect(next: PictureState): void {
    this.#watch?.close();
    this.clients.close();
    this.changes.reset();
    this.feed.reset(next);
  }

  /** The page is a drawing again, as before the first press. */
  #onEnded(): void {
    this.#disconnect(newPicture);
    this.setup.restart();
    this.id = "";
  }

  #onConnectionLost(): void {
    this.redisConsole.loseSubscriptions(this.phase.is === "live");
    // Without a network the clients' connections are dead, too, which they'd only notice a minute later.
    if (!navigator.onLine) for (const client of this.clients.all) client.lose();
    this.lifecycle.onLost();
  }

  protected override onChange(): void {
    super.onChange();
    this.changes.confirm();
    this.clients.saveChanged();
  }

  #onFailure({ code, message }: ApiFailure): void {
    if (code === "not_found") this.lifecycle.onGone();
    else if (code === "offline") this.notices.add({ says: "offline" });
    else this.notices.add({ says: "refused", message });
  }
}
