// What every component of the lab needs: its lab, and the words of the page's language.
import { createContext } from "svelte";
import type { Lab } from "./live/lab.svelte.ts";
import type { LabWords } from "./words/en/words.ts";

/** The lab a component shows. Set at the root of an island, since islands are separate Svelte roots. */
export const [useLab, provideLab] = createContext<Lab>();

/** The words of the lab in the page's language. */
export const [useWords, provideWords] = createContext<LabWords>();
