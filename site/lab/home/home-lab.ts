// The first page's lab: nothing is opened for people who only pass by.
import { Lab } from "../live/lab.svelte.ts";

export const homeLab = new Lab({ opensOnPress: true });
