// Cleans typed names, notes and questions for a projector: keeps emoji and all scripts, removes invisible characters.
import { maxNameLength } from "../../protocol.ts";

/** UTF-16 units of a name, because a single grapheme can be very long. Enough for 24 graphemes of any script or emoji. */
const maxUnits = 120;
/** Vietnamese, Thai and Hebrew put up to four marks on a letter. Many more would cover the lines above. */
const maxMarks = 4;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const emoji = /^\p{RGI_Emoji}$/v;
/** Controls, direction overrides, zero-width characters, fillers, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
/** All spaces, and the empty Braille pattern. */
const spaces = /[\t-\r\u0085\p{Z}\u2800]+/gu;
const surplusMarks = new RegExp(`(\\p{M}{${maxMarks}})\\p{M}+`, "gu");
const visible = /[^\p{M}\s]/u;

/** Returns the name in NFC, with at most 24 graphemes; null if no visible character is left. */
export function cleanName(entered: string): string | null {
  let name = "";
  let count = 0;
  for (const { segment } of graphemes.segment(seen(entered.normalize("NFC")).replace(spaces, " ").trim())) {
    if (count === maxNameLength || name.length + segment.length > maxUnits) break;
    name += segment;
    count += 1;
  }
  name = name.trim();
  return visible.test(name) ? name : null;
}

function seen(text: string): string {
  const parts = [...graphemes.segment(text.replace(spaces, " "))].map(({ segment }) =>
    // Joiners are invisible, but hold an emoji together.
    emoji.test(segment) ? segment : segment.replace(unseen, "").replace(surplusMarks, "$1"),
  );
  return parts.join("");
}

export interface DisplayName {
  /** As typed, and cleaned. */
  entered: string;
  /** As shown: with a number if somebody else has the same name. */
  name: string;
}

/** Gives a person a name that differs from others. A number, once given, stays, with or without it in what the browser sends. */
export function displayName(
  entered: string,
  before: DisplayName | undefined,
  others: readonly DisplayName[],
): DisplayName {
  if (before && (entered === before.entered || entered === before.name)) return before;
  const taken = others.filter((other) => other !== before).map(({ name }) => name);
  return { entered, name: numbered(entered, taken) };
}

/** Returns the name, with the first number from 2 up that makes it differ from all `taken`, ignoring case and width. */
function numbered(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map(alike));
  if (!used.has(alike(name))) return name;
  let number = 2;
  while (used.has(alike(`${name} ${number}`))) number += 1;
  return `${name} ${number}`;
}

/** Returns the text in NFC without invisible characters, keeping its lines; null if nothing is left. */
export function cleanNote(entered: string): string | null {
  const lines = entered.normalize("NFC").replace(/\r\n?/g, "\n").split("\n").map(seen);
  const note = lines.join("\n").trim();
  return note === "" ? null : note;
}

/** Returns the text in NFC on one line, without invisible characters; "" if nothing is left. */
export function cleanQuestion(entered: string): string {
  return cleanNote(entered.replace(spaces, " ")) ?? "";
}

const alike = (name: string) => name.normalize("NFKC").toLowerCase();
