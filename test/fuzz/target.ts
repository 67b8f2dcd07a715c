// A fuzz target: something that takes input from outside, and what must hold for any input.
import fc from "fast-check";

export interface Target {
  name: string;
  /** Its share of all inputs of a run, in percent. */
  share: number;
  /** Feeds this many inputs; throws with the smallest one that breaks it, and the seed. */
  feed: (inputs: number, seed: number) => Promise<void>;
}

/** A target whose inputs are independent of each other. */
export function target<Input>(
  name: string,
  share: number,
  input: fc.Arbitrary<Input>,
  holds: (input: Input) => void | Promise<void>,
): Target {
  return {
    name,
    share,
    feed: (inputs, seed) =>
      fc.assert(
        fc.asyncProperty(input, async (one) => {
          await holds(one);
        }),
        { numRuns: inputs, seed },
      ),
  };
}

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 8 }),
  put: fc.uint8Array({ maxLength: 8 }),
});

/** Valid bytes with a few broken places, which get further into a parser than random ones. */
export function broken(right: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.tuple(right, fc.array(edit, { maxLength: 4 })).map(([bytes, edits]) => {
    let now = bytes;
    for (const { at, cut, put } of edits) {
      const start = Math.floor(at * now.length);
      now = Buffer.concat([now.subarray(0, start), put, now.subarray(start + cut)]);
    }
    return now;
  });
}

/** Any JSON, with misleading keys and lengths that can't be compared. */
export const misleading: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant({ length: { toString: null, valueOf: null } }),
    fc.constantFrom(null, true, 0, -1, 1e308, "", "a", "__proto__", "\u0000", "\ud800", "\u202e"),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom("__proto__", "constructor", "toString", "length", "then", "type", "data", "room", "id"),
      tie("value"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

/** The same as somebody could write it by hand, in their own file. */
export const mistaken: fc.Arbitrary<unknown> = misleading.filter(
  (value) => !JSON.stringify(value).includes('"length":'),
);

/** Mostly `one`; `other` once in `outOf` (6). */
export function often<T>(one: fc.Arbitrary<T>, other: fc.Arbitrary<T>, outOf = 6): fc.Arbitrary<T> {
  return fc.oneof({ weight: outOf - 1, arbitrary: one }, { weight: 1, arbitrary: other });
}

/** Any bytes, as latin1. */
export function anyBytes(maxLength: number): fc.Arbitrary<string> {
  return fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString("latin1"));
}

export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
