// Delta debugging: the fewest parts that still fail.

/**
 * Removes as many parts as it can: halves first, then smaller pieces, then single parts. Stops calling `fails` once
 * `mayGoOn` returns false. A failure that happens only now and then may keep more parts than it needs.
 */
export async function fewest<Part>(
  parts: readonly Part[],
  fails: (fewer: Part[]) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<Part[]> {
  let left = [...parts];
  for (let pieces = 2; left.length > 1 && pieces <= 2 * left.length; ) {
    const size = Math.ceil(left.length / pieces);
    const reduced = await firstThatFails(left, size, fails, mayGoOn);
    if (!mayGoOn()) return reduced ?? left;
    if (reduced) {
      left = reduced;
      pieces = Math.max(2, pieces - 1);
    } else {
      if (size === 1) return left;
      pieces = Math.min(left.length, 2 * pieces);
    }
  }
  return left;
}

/** One piece alone, from the last on, or all but one. */
async function firstThatFails<Part>(
  parts: readonly Part[],
  size: number,
  fails: (fewer: Part[]) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<Part[] | undefined> {
  const starts = Array.from({ length: Math.ceil(parts.length / size) }, (_, index) => index * size).reverse();
  const alone = starts.map((start) => parts.slice(start, start + size));
  const without = starts.map((start) => [...parts.slice(0, start), ...parts.slice(start + size)]);
  for (const fewer of [...alone, ...(starts.length > 2 ? without : [])]) {
    if (!mayGoOn()) return undefined;
    if (fewer.length > 0 && (await fails(fewer))) return fewer;
  }
  return undefined;
}
