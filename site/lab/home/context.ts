// The words of the home page's lab, in the page's language.
import { createContext } from "svelte";
import type { HomeWords } from "./words/en.ts";

export const [useHomeWords, provideHomeWords] = createContext<HomeWords>();
