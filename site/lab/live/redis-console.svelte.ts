// The learner's Redis console: the lines entered, and the replies from the lab's part of Redis.

import type { Message } from "../derive/messages.ts";
import { TerminalLines } from "./terminal-lines.svelte.ts";

export type ConsoleLine = { number: number } & (
  | { kind: "typed" | "said" | "choices"; text: string }
  /** The line couldn't be sent: the gateway is away, or the page has no token. Or the connection was lost. */
  | { kind: "offline" | "forbidden" | "reconnected" }
  | { kind: "help" | "clear" }
);

const maxLines = 500;
const maxPublished = 20;
/** A message Redis delivers was published at most this long ago. */
const publishedWithinMs = 3_000;
/** The lab's clock and the page's agree to within this. */
const clockErrorMs = 50;

export class RedisConsole {
  #lines = new TerminalLines<ConsoleLine>(maxLines);
  #published: { channel: string; at: number }[] = [];
  #isSubscribed = false;
  #send: (line: string) => boolean;

  /** @param send Sends a line to Redis; returns false if that isn't possible now. */
  constructor(send: (line: string) => boolean) {
    this.#send = send;
  }

  get lines(): readonly ConsoleLine[] {
    return this.#lines.shown;
  }

  /** Whether the console has a subscription, and so can't publish. */
  get isSubscribed(): boolean {
    return this.#isSubscribed;
  }

  /** The number of the newest reply; undefined before the first. */
  get lastReply(): number | undefined {
    return this.lines.findLast(({ kind }) => kind === "said")?.number;
  }

  /** Whether this message was published here. `labTime` is the lab's clock at a moment of the page's, once it's known. */
  hasPublished({ at: labMs, trail: [first] }: Message, labTime?: (pageMs: number) => number | undefined) {
    if (first?.type !== "forwarded") return false;
    const { channel } = first;
    const now = performance.now();
    const at = labMs + now - (labTime?.(now) ?? Number.NaN);
    return this.#published.some(
      (one) => one.channel === channel && at > one.at - clockErrorMs && at < one.at + publishedWithinMs,
    );
  }

  /** Handles a line as Enter does. Returns false if it couldn't be sent. */
  enter = (line: string): boolean => {
    const text = line.trim();
    if (text === "") return true;
    this.#lines.print({ kind: "typed", text });
    const word = text.toLowerCase();
    if (word === "help" || word === "clear") {
      this.#lines.print({ kind: word });
      return true;
    }
    if (/^[ps]?subscribe\s/i.test(text)) this.#isSubscribed = true;
    this.#notePublish(text);
    const isSent = this.#send(text);
    if (!isSent) this.#lines.print({ kind: "offline" });
    return isSent;
  };

  /** Ends all subscriptions. Returns false if that couldn't be sent. */
  unsubscribe = (): boolean => {
    if (!this.#isSubscribed) return true;
    this.#isSubscribed = false;
    return ["UNSUBSCRIBE", "PUNSUBSCRIBE"].every(this.enter);
  };

  /** Prints Redis' replies. */
  print = (replies: readonly string[]): void => {
    for (const text of replies) this.#lines.print({ kind: "said", text });
  };

  /** Prints the completions Tab found. */
  offer = (choices: readonly string[]): void => {
    this.#lines.print({ kind: "choices", text: choices.join("  ") });
  };

  /** Prints that this page may not use the console. */
  refuse = (): void => this.#lines.print({ kind: "forbidden" });

  /**
   * The connection was lost, and its subscriptions with it.
   * @param isVisible Says so, once, and only if something was printed before. Default: true.
   */
  loseSubscriptions(isVisible = true): void {
    this.#isSubscribed = false;
    const { last } = this.#lines;
    if (isVisible && last && last.kind !== "reconnected") this.#lines.print({ kind: "reconnected" });
  }

  #notePublish(line: string): void {
    const channel = /^s?publish\s+(?:"([^"]*)"|'([^']*)'|(\S+))/i.exec(line)?.slice(1).find(Boolean);
    if (channel === undefined) return;
    this.#published = [...this.#published, { channel, at: performance.now() }].slice(-maxPublished);
  }
}
