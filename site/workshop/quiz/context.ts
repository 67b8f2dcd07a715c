// The words of the quiz in a class, in the page's language.
import { createContext } from "svelte";
import type { ClassQuizWords } from "./words/en.ts";

export const [useClassQuizWords, provideClassQuizWords] = createContext<ClassQuizWords>();
