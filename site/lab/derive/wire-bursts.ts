// Lines of a wire that come too fast to read → one line for similar ones within a quarter of a second.

import type { Row, RowOf } from "./wire-rows.ts";

const burstMs = 250;
/** More lines than this within `burstMs` are a burst. */
const burst = 24;
/** How many lines of a burst are kept for its details. */
const maxInside = 5;

/** Uses quarters of the lab's own seconds, so that a folded line stays folded. */
export function withBurstsFolded(rows: readonly Row[]): Row[] {
  const sizes = new Map<number, number>();
  for (const { at } of rows) sizes.set(bucketOf(at), (sizes.get(bucketOf(at)) ?? 0) + 1);
  const folds = new Map<string, RowOf<"burst">>();
  const folded: Row[] = [];
  for (const row of rows) {
    const bucket = bucketOf(row.at);
    if ((row.is !== "publication" && row.is !== "arrival") || (sizes.get(bucket) ?? 0) <= burst) {
      folded.push(row);
      continue;
    }
    const { is: of, at, server, channel } = row;
    const key = `${bucket} ${server} ${of} ${channel}`;
    let fold = folds.get(key);
    if (!fold) {
      fold = { key, at, server, is: "burst", of, channel, count: 0, bytes: 0, lost: 0, rows: [] };
      folds.set(key, fold);
      folded.push(fold);
    }
    fold.count += 1;
    fold.bytes += row.bytes;
    if ((row.is === "publication" ? row.answer : row.fate).is === "lost") fold.lost += 1;
    fold.rows = [...fold.rows, row].slice(-maxInside);
  }
  return folded;
}

const bucketOf = (at: number) => Math.floor(at / burstMs);
