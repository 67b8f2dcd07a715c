// Some lines of each area, drawn from a seed: enough for a quick check, in a fraction of the time.

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** At most `count` lines with code in these files, in Stryker's notation: `servers/rate.ts:12-12`. */
export function sample(
  files: readonly string[],
  textOf: (file: string) => string,
  count: number,
  seed: number,
): string[] {
  const draw = random(seed);
  return files
    .flatMap((file) =>
      textOf(file)
        .split("\n")
        .flatMap((line, index) => (isCode(line) ? [`${file}:${index + 1}-${index + 1}`] : [])),
    )
    .map((range) => ({ range, rank: draw() }))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, count)
    .map(({ range }) => range);
}

/** Not a comment, not an import, and more than brackets. */
const isCode = (line: string) => /\w/.test(line) && !/^\s*(\/\/|\/?\*|import\b)/.test(line);
