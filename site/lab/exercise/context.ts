// The words of exercises, in the page's language.
import { createContext } from "svelte";
import type { exercise as english } from "../words/en/exercise.ts";

export const [useExerciseWords, provideExerciseWords] = createContext<typeof english>();
