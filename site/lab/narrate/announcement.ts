// Trace → what a screen reader announces next: the lines of the log that are new, a few at a time. Pure.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Words } from "../context.ts";
import type { Derived } from "../derive/messages.ts";
import { logLines } from "./log-text.ts";

export interface Announced {
  /** Messages are announced when they have settled, which isn't the order in which they began. */
  seqs: ReadonlySet<number>;
  /** How many events the trace had. */
  total: number;
}

interface Audience {
  servers: readonly ServerName[];
  redisShown: boolean;
  /** Events up to this one aren't announced. */
  since: number;
  before: Announced | undefined;
  /** Whether the picture has shown it: no more than that is announced. */
  hasShown: (seq: number) => boolean;
}

const maxLines = 3;
const maxRead = 40;

/** `text` is undefined if nothing is new; `isMore`: something is left to announce once the picture has shown it. */
export function announcement(
  { derived, now }: { derived: Derived; now: number },
  { servers, redisShown, since, before, hasShown }: Audience,
  words: Words<"log" | "stage" | "why">,
): { text: string | undefined; announced: Announced; isMore: boolean } {
  const all = logLines(derived, now, redisShown, words, maxRead).filter(
    ({ server }) => server === undefined || servers.includes(server),
  );
  const lines = all.filter(({ seq }) => hasShown(seq));
  // If the trace began before the page was opened, what is known by now isn't new.
  const isNew = (seq: number) => (before ? !before.seqs.has(seq) : since > 0 && seq > since);
  const fresh = lines.filter(({ seq }) => isNew(seq)).map(({ text }) => text);
  const { total } = derived;
  const said =
    fresh.length > maxLines
      ? [words.log.many(Math.max(fresh.length, total - (before?.total ?? 0))), ...fresh.slice(-1)]
      : fresh;
  return {
    text: said.length ? said.join(words.space) : undefined,
    announced: { seqs: new Set(lines.map(({ seq }) => seq)), total },
    isMore: lines.length < all.length,
  };
}
