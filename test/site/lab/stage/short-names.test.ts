// Names that are too long for their faces are cut so that they still differ.
import { describe, expect, test } from "vitest";
import { nameWidth } from "../../../../site/lab/stage/name-width.ts";
import { shortNames } from "../../../../site/lab/stage/short-names.ts";
import fc from "../../../random.ts";

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

describe("names in small faces", () => {
  test("stay as they are if they fit", () => {
    expect(shortNames(["α", "β", "Ida"], 3)).toEqual(["α", "β", "Ida"]);
  });

  test("that differ at the end are cut in the middle", () => {
    expect(shortNames(numbered("client", 3), 4)).toEqual(["cl…0", "cl…1", "cl…2"]);
    expect(shortNames(["α", ...numbered("client", 2)], 2)).toEqual(["α", "…0", "…1"]);
    expect(shortNames(["client9", "client10", "client19"], 4)).toEqual(["c…t9", "c…10", "c…19"]);
  });

  test("that differ at the beginning are cut at the end", () => {
    expect(shortNames(["ida-phone", "bob-phone"], 4)).toEqual(["ida…", "bob…"]);
  });

  test("that differ in the middle are cut at both ends", () => {
    expect(shortNames(["client-0-web", "client-1-web"], 4)).toEqual(["…0-w", "…1-w"]);
  });

  test("in Chinese take twice the room, and no letter is cut in two", () => {
    expect(shortNames(["客户端一", "客户端二"], 5)).toEqual(["客…一", "客…二"]);
    expect(shortNames(["👩‍👩‍👧one", "👩‍👩‍👧two"], 4)).toEqual(["…e", "…o"]);
  });

  test("are never wider than their room, and numbered ones are always told apart", () => {
    const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 8 }),
        words,
        fc.integer({ min: 2, max: 8 }),
        (names, name, most) => {
          for (const short of shortNames(names, most)) expect(nameWidth(short)).toBeLessThanOrEqual(most);
          const eight = numbered(name, 8);
          expect(new Set(shortNames(eight, most)).size).toBe(8);
        },
      ),
    );
  });
});
