// The words of the plan, in the page's language.
import { createContext } from "svelte";
import type { PlanWords } from "./words/en.ts";

export const [usePlanWords, providePlanWords] = createContext<PlanWords>();
