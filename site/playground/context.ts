// The words of the playground, in the page's language.
import { createContext } from "svelte";
import type { PlaygroundWords } from "./words/en.ts";

export const [usePlaygroundWords, providePlaygroundWords] = createContext<PlaygroundWords>();
