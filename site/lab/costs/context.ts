// The words of the measurement, in the page's language.
import { createContext } from "svelte";
import type { CostWords } from "./words/en.ts";

export const [useCostWords, provideCostWords] = createContext<CostWords>();
