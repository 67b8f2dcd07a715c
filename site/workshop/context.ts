// The words of the class's pages, in the page's language.
import { createContext } from "svelte";
import type { WorkshopWords } from "./words/en.ts";

export const [useWorkshopWords, provideWorkshopWords] = createContext<WorkshopWords>();
