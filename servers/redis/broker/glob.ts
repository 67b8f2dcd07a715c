// Matches channels against patterns of PSUBSCRIBE, like `stringmatchlen` in Redis' util.c.
//
//   h?llo  h*llo  h[ae]llo  h[^e]llo  h[a-b]llo  \* for a literal star

const star = 0x2a;
const question = 0x3f;
const open = 0x5b;
const close = 0x5d;
const caret = 0x5e;
const dash = 0x2d;
const backslash = 0x5c;

/**
 * Returns whether the whole text matches, in at most pattern × text steps: after a mismatch, only the latest star tries
 * again one byte later, because retrying an earlier star could find nothing more.
 */
export function matches(pattern: Buffer, text: Buffer): boolean {
  // Redis ignores the pattern if the text is empty, so not even `*` matches.
  if (text.length === 0) return pattern.length === 0;
  let p = 0;
  let t = 0;
  let retry: { p: number; t: number } | null = null;
  while (t < text.length) {
    if (pattern[p] === star) {
      p++;
      retry = { p, t };
      continue;
    }
    const next = p < pattern.length ? matchOne(pattern, p, text.readUInt8(t)) : null;
    if (next !== null) {
      p = next;
      t++;
    } else if (retry) {
      retry.t++;
      p = retry.p;
      t = retry.t;
    } else {
      return false;
    }
  }
  while (pattern[p] === star) p++;
  return p === pattern.length;
}

/** Returns the position after the pattern's element at `p` if it matches the byte, else null. */
function matchOne(pattern: Buffer, p: number, byte: number): number | null {
  switch (pattern[p]) {
    case question:
      return p + 1;
    case open:
      return matchClass(pattern, p + 1, byte);
    case backslash: {
      const escaped = p + 1 < pattern.length ? p + 1 : p;
      return pattern[escaped] === byte ? escaped + 1 : null;
    }
    default:
      return pattern[p] === byte ? p + 1 : null;
  }
}

/** Matches a class like [a-c]. An unclosed one reaches to the end of the pattern; `[]` matches nothing, `[^]` everything. */
function matchClass(pattern: Buffer, from: number, byte: number): number | null {
  const not = pattern[from] === caret;
  let p = not ? from + 1 : from;
  let found = false;
  while (p < pattern.length && pattern[p] !== close) {
    if (pattern[p] === backslash && p + 1 < pattern.length) {
      found ||= pattern[p + 1] === byte;
      p += 2;
    } else if (pattern[p + 1] === dash && p + 2 < pattern.length) {
      // Redis compares C chars, which are signed on most platforms, so 0x80–0xff come before 0x00.
      const [first, last] = [pattern.readInt8(p), pattern.readInt8(p + 2)].sort((a, b) => a - b);
      const char = (byte << 24) >> 24;
      found ||= first !== undefined && last !== undefined && char >= first && char <= last;
      p += 3;
    } else {
      found ||= pattern[p] === byte;
      p++;
    }
  }
  if (found === not) return null;
  return Math.min(p + 1, pattern.length);
}
