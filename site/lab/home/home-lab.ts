// The first page's lab: nothing is opened for whoever only passes by.
import { Lab } from "../live/lab.svelte.ts";

export const homeLab = new Lab({ opensOnPress: true });
