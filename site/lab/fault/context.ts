// The words of the search for a fault, in the page's language.
import { createContext } from "svelte";
import type { FaultWords } from "./words/en.ts";

export const [useFaultWords, provideFaultWords] = createContext<FaultWords>();
