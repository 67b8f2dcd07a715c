// What every component of the lab needs: its lab, and the words of the page's language.
import { createContext } from "svelte";
import type { Lab } from "./live/lab.svelte.ts";
import type { LabWords } from "./words/en/all.ts";
import type { BaseWords } from "./words/en/words.ts";

/** The lab a component shows. Set at the root of an island, since islands are separate Svelte roots. */
export const [useLab, provideLab] = createContext<Lab>();

const [useKnown, provideKnown] = createContext<BaseWords>();

/** Sets the words for what is below: a page's own, and again for a part that brought more (see WithWords.svelte). */
export const provideWords = provideKnown;

/** The base, and these of the words that came with what is shown. */
export type Words<Key extends keyof LabWords = never> = BaseWords & Pick<LabWords, Key>;

/**
 * The words of the lab in the page's language. Name what is needed besides the base: whatever loads a component loads the
 * words that it names.
 */
export const useWords = <Key extends keyof LabWords = never>(): Words<Key> => useKnown() as Words<Key>;

type Parts = BaseWords["parts"];
export type PartName = keyof Parts;
type KeysOf<Part extends PartName> = Part extends unknown ? keyof Awaited<ReturnType<Parts[Part]>> : never;

/** These words with more parts. Rejects if their code can't be fetched. */
export async function withParts<Part extends PartName>(
  words: BaseWords,
  parts: readonly Part[],
): Promise<Words<KeysOf<Part>>> {
  const loaded = await Promise.all(parts.map((part) => words.parts[part]()));
  return Object.assign({}, words, ...loaded) as Words<KeysOf<Part>>;
}
