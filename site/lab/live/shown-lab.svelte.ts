// The visible side of a lab, live or recorded: everything derived from its trace, and what the page says about it.

import {
  type LabState,
  type RedisState,
  type ServerName,
  serverNames,
  type Versions,
} from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { RecordingFacts } from "../recorded/recording.ts";
import type { Own } from "../stage/stage-clients.ts";
import { type Labelled, labelOf } from "../steps/labels.ts";
import { Notices } from "./notices.svelte.ts";
import { RedisConsole } from "./redis-console.svelte.ts";
import { Feed } from "./watch/feed.svelte.ts";
import { LearnerView } from "./watch/learner-view.svelte.ts";

export abstract class ShownLab {
  /** The lab's id; empty before the first. */
  id = $state("");
  redis = $state.raw<RedisState | undefined>();
  versions: Versions | undefined;
  mayRunCode = $state(true); // until a lab says otherwise
  app = $state.raw<LabState["app"]>(null); // of the user's own
  /** Whether the page has the token needed to change this lab. */
  mayChange = $state(true);
  readonly notices = new Notices();
  readonly redisConsole = new RedisConsole((line) => this.typeRedis(line));
  readonly feed = new Feed({
    labTime: () => this.labTime(performance.now()),
    onChange: () => this.onChange(),
    isMine: (message) => this.redisConsole.hasPublished(message, (pageMs) => this.labTime(pageMs)),
  });
  readonly learnerView = new LearnerView(() => this.feed.derived);
  protected shown = $state.raw<readonly (ServerName | "redis")[]>([...serverNames, "redis"]);

  /** Whether the picture shows a lab as it is, or as it was in a recording. */
  abstract get isKnown(): boolean;

  /** The page's clients. */
  abstract get own(): readonly Own[];

  /** What a message of a step is found by. */
  abstract get labelled(): Labelled;

  /** Where the page plays recordings, the facts of the one that it shows, if any; undefined where labs are live. */
  get recorded(): Partial<RecordingFacts> | undefined {
    return undefined;
  }

  /** Everything derived from the trace that the learner may see: while they search for a fault, not its cause. */
  get derived(): Derived {
    return this.learnerView.derived;
  }

  /** The lab's clock in milliseconds, as of the last change that matters. */
  get now(): number {
    return this.feed.now;
  }

  /** Whether the lesson's picture shows Redis. */
  get redisShown(): boolean {
    return this.shown.includes("redis");
  }

  /** What the picture calls the page's client with that name. */
  labelOf(name: string): string {
    return labelOf(name, this.labelled);
  }

  /** The lab's clock at a time on the page's (`performance.now()`); undefined until the two have been compared. */
  protected abstract labTime(pageMs: number): number | undefined;

  /** Sends a line to the Redis console; returns false if there is no connection. */
  protected abstract typeRedis(line: string): boolean;

  /** Called after each change of what's derived. */
  protected onChange(): void {
    const { redisUp } = this.feed.derived.picture;
    if (this.redis && this.redis.up !== redisUp) this.redis = { ...this.redis, up: redisUp };
  }
}
