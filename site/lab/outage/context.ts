// The words of the outages one can try, in the page's language.
import { createContext } from "svelte";
import type { OutageWords } from "./words/en.ts";

export const [useOutageWords, provideOutageWords] = createContext<OutageWords>();
