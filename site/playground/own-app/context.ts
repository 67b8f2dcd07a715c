// The words about an app of the user's own, in the page's language.
import { createContext } from "svelte";
import type { AppWords } from "./words/en.ts";

export const [useAppWords, provideAppWords] = createContext<AppWords>();
