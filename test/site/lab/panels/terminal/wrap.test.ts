import stringWidth from "string-width";
import { expect, test } from "vitest";
import { aroundCursor, wrap } from "../../../../../site/lab/panels/terminal/wrap.ts";
import fc from "../../../../random.ts";

test("a line is broken between words, or inside a word that is too long", () => {
  expect(wrap("send hi to everyone", 12)).toEqual(["send hi to", "  everyone"]);
  expect(wrap("abcdefghijklmnop", 6)).toEqual(["abcdef", "ghijkl", "mnop"]);
  expect(wrap("", 10)).toEqual([""]);
});

test("a row never takes more columns than available, and loses no character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 6, max: 60 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      const bare = (value: string) => value.replace(/\s/g, "");
      expect(bare(lines.join(""))).toBe(bare(text));
    }),
  );
});

test("a line breaks before a wide character, and never inside an emoji", () => {
  expect(wrap("你好世界你好", 6)).toEqual(["你好世", "  界你", "  好"]);
  expect(wrap("ab 👨‍👩‍👧👨‍👩‍👧", 5)).toEqual(["ab 👨‍👩‍👧", "  👨‍👩‍👧"]);
});

test("what is typed is shown around the cursor, counted in columns", () => {
  expect(aroundCursor("send hi", 4, 20)).toEqual({ before: "send", after: " hi" });
  expect(aroundCursor("abcdefgh", 8, 4)).toEqual({ before: "efgh", after: "" });
  expect(aroundCursor("abcdefgh", 0, 4)).toEqual({ before: "", after: "abcd" });
  expect(aroundCursor("你好世界", 4, 5)).toEqual({ before: "世界", after: "" });
  expect(aroundCursor("👋👋 hi", 4, 6)).toEqual({ before: "👋👋", after: " h" });
});
