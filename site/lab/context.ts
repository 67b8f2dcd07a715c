// What every component of the lab needs: the lab it belongs to, and the words of the page's language.
import { createContext } from "svelte";
import type { Lab } from "./live/lab.svelte.ts";
import type { LabWords } from "./words/en/words.ts";

/** The lab that a component shows. Set where an island begins, as each is a Svelte root of its own. */
export const [useLab, provideLab] = createContext<Lab>();

/** The words of the lab in the page's language. */
export const [useWords, provideWords] = createContext<LabWords>();

/** Words that may change while they are shown: each is read anew from what `now` returns. */
export const liveWords = (now: () => LabWords): LabWords =>
  new Proxy({} as LabWords, { get: (_none, key: string & keyof LabWords) => now()[key] });
