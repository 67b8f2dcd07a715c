// The words of the pages about a reader's progress, in the page's language.
import { createContext } from "svelte";
import type { ProgressWords } from "./words/en.ts";

export const [useProgressWords, provideProgressWords] = createContext<ProgressWords>();
