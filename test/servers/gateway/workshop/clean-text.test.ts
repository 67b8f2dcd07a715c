// What people type can't do harm on a projector, and two people can be distinguished.

import { describe, expect, test } from "vitest";
import { cleanName, cleanNote, displayName } from "../../../../servers/gateway/workshop/clean-text.ts";
import { maxNameLength } from "../../../../servers/protocol.ts";
import fc from "../../../random.ts";

const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)];

describe("a name", () => {
  test.each([
    ["spaces around and within are one", "  Ana \t\n María  ", "Ana María"],
    ["is composed", "Zoe\u0301", "Zo\u00e9"],
    ["keeps emoji, joined, coloured and flags", "👩🏽‍💻 ❤️ 🇨🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍💻 ❤️ 🇨🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
    ["keeps Chinese", "王小明", "王小明"],
    ["keeps Arabic, written from right to left", "ليلى", "ليلى"],
    ["keeps the marks of Hindi and Thai", "क्षमा ที่รัก", "क्षमा ที่รัก"],
    ["keeps markup as text", "<b onclick=x>Bo</b>", "<b onclick=x>Bo</b>"],
    ["loses direction overrides", "\u202egnp.exe\u2066", "gnp.exe"],
    ["loses zero-width characters, fillers and tags", "A\u200bn\u2060\ufeffa\u3164\u{e0041}", "Ana"],
    ["loses joiners that join no emoji", "A\u200dB", "AB"],
    ["loses controls and terminal escapes", "Bo\u0007\u001b[31mb", "Bo[31mb"],
    ["loses a lone surrogate", "Bo\ud83d", "Bo"],
    ["loses stacked marks", `Z${"\u0300\u0316".repeat(40)}oe`, "Z\u0316\u0316\u0316\u0316oe"],
  ])("%s", (_what, entered, shown) => {
    expect(cleanName(entered)).toBe(shown);
  });

  test.each(["", "   ", "\u200b", "\u202e\u2066", "\u2800\u3164", "\u0301\u0301"])(
    "%j isn't a name",
    (entered) => {
      expect(cleanName(entered)).toBeNull();
    },
  );

  test("has at most 24 graphemes, none of them cut", () => {
    expect(cleanName("👩‍💻".repeat(10))).toBe("👩‍💻".repeat(10));
    expect(cleanName("x".repeat(500))).toBe("x".repeat(maxNameLength));
    expect(cleanName("👨‍👩‍👧‍👦".repeat(500))).toBe("👨‍👩‍👧‍👦".repeat(10));
  });

  test("of any characters is limited, and stays the same when it's cleaned again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (entered) => {
        const name = cleanName(entered);
        if (name === null) return;
        expect(graphemes(name).length).toBeLessThanOrEqual(maxNameLength);
        expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|^\s|\s$|\p{M}{9}/u);
        expect(cleanName(name)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a note", () => {
  test("keeps its lines, and loses invisible characters", () => {
    expect(cleanNote("\n Ten minutes,\r\nthen \u202elunch 🍜 \n")).toBe("Ten minutes,\nthen lunch 🍜");
    expect(cleanNote(" \n\u200b")).toBeNull();
  });
});

describe("people with the same name", () => {
  const people = (...names: string[]) => names.map((name) => ({ entered: name, name }));

  test("are numbered, whatever case and width they type", () => {
    expect(displayName("Ana", undefined, people("Bo")).name).toBe("Ana");
    expect(displayName("ANA", undefined, people("Ana")).name).toBe("ANA 2");
    expect(displayName("Ａｎａ", undefined, people("Ana", "Ana 2")).name).toBe("Ａｎａ 3");
  });

  test("keep their number, sent with it or without, until they change their name", () => {
    const second = displayName("Ana", undefined, people("Ana"));
    expect(second).toEqual({ entered: "Ana", name: "Ana 2" });
    expect(displayName("Ana", second, [second])).toEqual(second);
    expect(displayName("Ana 2", second, [second])).toEqual(second);
    expect(displayName("Anna", second, [second])).toEqual({ entered: "Anna", name: "Anna" });
  });
});
