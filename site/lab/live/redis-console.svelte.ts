// The learner's Redis console: what was typed, and what the lab's own corner of Redis said.

export type ConsoleLine = { number: number } & (
  | { kind: "typed" | "said" | "choices"; text: string }
  /** Nobody took the line: the gateway is away, or the page has no token. Or the connection was lost. */
  | { kind: "offline" | "forbidden" | "anew" }
  | { kind: "help" | "clear" }
);

type Content = ConsoleLine extends infer One
  ? One extends ConsoleLine
    ? Omit<One, "number">
    : never
  : never;

const maxLines = 500;
/** What Redis hands out was published so long ago at most. */
const publishedWithinMs = 3_000;

/** `send` brings a line to Redis; it answers false when that cannot be done now. */
export function createRedisConsole(send: (line: string) => boolean) {
  let lines = $state.raw<readonly ConsoleLine[]>([]);
  let fresh: ConsoleLine[] = [];
  let count = 0;
  let published: { channel: string; at: number }[] = [];

  /** However much is said, the terminal is drawn once a frame. */
  function print(content: Content) {
    count += 1;
    if (fresh.push({ ...content, number: count } as ConsoleLine) === 1) setTimeout(flush, 16);
    if (fresh.length > maxLines) fresh.shift();
  }

  function flush() {
    lines = [...lines, ...fresh].slice(-maxLines);
    fresh = [];
  }

  function notePublish(line: string) {
    const channel = /^s?publish\s+(?:"([^"]*)"|'([^']*)'|(\S+))/i.exec(line)?.slice(1).find(Boolean);
    if (channel !== undefined) published = [...published, { channel, at: performance.now() }].slice(-20);
  }

  return {
    /** Whether what came by this channel at a moment of the page's clock was published here. */
    hasPublished: (channel: string, at: number): boolean =>
      // The two clocks agree to within some milliseconds.
      published.some((one) => one.channel === channel && at > one.at - 50 && at < one.at + publishedWithinMs),
    get lines() {
      return lines;
    },
    /** What Enter does with a line. False when it could not be handed over. */
    enter(line: string): boolean {
      const typed = line.trim();
      if (typed === "") return true;
      print({ kind: "typed", text: typed });
      const word = typed.toLowerCase();
      if (word === "help" || word === "clear") {
        print({ kind: word });
        return true;
      }
      notePublish(typed);
      const isSent = send(typed);
      if (!isSent) print({ kind: "offline" });
      return isSent;
    },
    said(said: readonly string[]) {
      for (const text of said) print({ kind: "said", text });
    },
    offer(choices: readonly string[]) {
      print({ kind: "choices", text: choices.join("  ") });
    },
    refused: () => print({ kind: "forbidden" }),
    /** The connection was lost: what it had subscribed to is over. Said once, and only where something was said before. */
    anew() {
      const last = fresh.at(-1) ?? lines.at(-1);
      if (last && last.kind !== "anew") print({ kind: "anew" });
    },
  };
}
