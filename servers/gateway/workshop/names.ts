// What people type, made fit to stand on a projector: emoji and every script stay, what cannot be seen goes.

export const maxNameGraphemes = 24;
/** One grapheme may be as long as a text; so many UTF-16 units are enough for 24 of any script or emoji. */
const maxUnits = 120;
/** Vietnamese, Thai and Hebrew put up to four marks on a letter; a flood of them covers the lines above. */
const maxMarks = 4;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const emoji = /^\p{RGI_Emoji}$/v;
/** Controls, direction overrides, zero-width characters, fillers, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
/** All spaces, and the Braille pattern without dots. */
const spaces = /[\t-\r\u0085\p{Z}\u2800]+/gu;
const surplusMarks = new RegExp(`(\\p{M}{${maxMarks}})\\p{M}+`, "gu");
const visible = /[^\p{M}\s]/u;

/** The name in NFC, with at most 24 graphemes; null when nothing of it can be seen. */
export function cleanName(typed: string): string | null {
  let name = "";
  let count = 0;
  for (const { segment } of graphemes.segment(seen(typed.normalize("NFC")).replace(spaces, " ").trim())) {
    if (count === maxNameGraphemes || name.length + segment.length > maxUnits) break;
    name += segment;
    count += 1;
  }
  name = name.trim();
  return visible.test(name) ? name : null;
}

function seen(text: string): string {
  const parts = [...graphemes.segment(text.replace(spaces, " "))].map(({ segment }) =>
    // An emoji may be held together by joiners, which are not seen anywhere else.
    emoji.test(segment) ? segment : segment.replace(unseen, "").replace(surplusMarks, "$1"),
  );
  return parts.join("");
}

export interface Named {
  /** As it was typed, and cleaned. */
  typed: string;
  /** As it is shown: with a number where somebody else has the same. */
  name: string;
}

/** Names somebody among others. Who was given a number keeps it, whether the browser sends the name with it or without. */
export function named(typed: string, before: Named | undefined, others: readonly Named[]): Named {
  if (before && (typed === before.typed || typed === before.name)) return before;
  const taken = others.filter((other) => other !== before).map(({ name }) => name);
  return { typed, name: numbered(typed, taken) };
}

/** The name, with the first number from 2 on that makes it unlike all `taken`, where case and width make no difference. */
function numbered(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map(alike));
  if (!used.has(alike(name))) return name;
  let number = 2;
  while (used.has(alike(`${name} ${number}`))) number += 1;
  return `${name} ${number}`;
}

/** The text in NFC without what cannot be seen; its lines stay. Null when nothing is left. */
export function cleanNote(typed: string): string | null {
  const lines = typed.normalize("NFC").replace(/\r\n?/g, "\n").split("\n").map(seen);
  const note = lines.join("\n").trim();
  return note === "" ? null : note;
}

const alike = (name: string) => name.normalize("NFKC").toLowerCase();
