// Names of clients for faces that are too small for them, cut so that they still differ. Pure.
//
//   client0 client1 client2   with room for four letters:  cl…0 cl…1 cl…2

import type { Layout } from "./geometry/layout.ts";
import { nameWidth } from "./name-width.ts";

let segmenter: Intl.Segmenter | undefined;

function letters(text: string): string[] {
  segmenter ??= new Intl.Segmenter(); // here, because that alone keeps a phone busy for 20 ms
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** At the smallest size, in pixels. */
const letterWidth = 7.2;
/** Of a face's width, for its outline. */
const outline = 12;

/** What the faces in a picture say, by name. */
export function namesInFaces({ clients, extras, radius }: Layout): Map<string, string> {
  const stands = [...clients, ...extras].map(({ x }) => x).sort((one, two) => one - two);
  const pitch = Math.min(...stands.slice(1).map((x, index) => x - (stands[index] ?? 0)));
  const names = clients.map(({ label }) => label);
  const most = Math.floor((Math.max(2 * radius + outline / 2, pitch) - outline) / letterWidth);
  const short = shortNames(names, Math.max(2, Math.min(20, most)));
  return new Map(names.map((name, index) => [name, short[index] ?? name]));
}

/**
 * @param most the letters that there is room for; at least 2.
 * @returns the names in their order; those that fit stay as they are.
 */
export function shortNames(names: readonly string[], most: number): string[] {
  const long = names.filter((name) => nameWidth(name) > most);
  const cuts = [...Array(most).keys()].map((end) => (name: string) => cut(letters(name), most, end));
  // Or what follows the part that all of them begin with.
  const [first = [], ...others] = long.map(letters);
  const same = first.findIndex((letter, index) => others.some((other) => other[index] !== letter));
  cuts.push((name) => `…${fitting(letters(name).slice(same), most - 1).join("")}`);
  const kinds = cuts.map((short) => names.map((name) => (nameWidth(name) > most ? short(name) : name)));
  const told = kinds.map((kind) => new Set(kind).size);
  return kinds[told.indexOf(Math.max(...told))] ?? [...names];
}

/** Beginning and end of a name, the end with at most this many letters. */
function cut(name: readonly string[], most: number, end: number): string {
  const last = end > 0 ? fitting(name.toReversed(), end).toReversed() : [];
  const room = most - 1 - nameWidth(last.join(""));
  return [...fitting(name, room), "…", ...last].join("");
}

/** As many letters from the beginning as fit. */
function fitting(name: readonly string[], room: number): string[] {
  const end = name.findIndex((_, index) => nameWidth(name.slice(0, index + 1).join("")) > room);
  return name.slice(0, end < 0 ? undefined : end);
}
