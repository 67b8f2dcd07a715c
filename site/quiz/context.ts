// The words of the quiz's page, in the page's language.
import { createContext } from "svelte";
import type { QuizWords } from "./words/en/quiz.ts";

export const [useQuizWords, provideQuizWords] = createContext<QuizWords>();
