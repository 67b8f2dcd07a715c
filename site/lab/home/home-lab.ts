// The home page's lab: it isn't opened for visitors who only pass by.
import { Lab } from "../live/lab.svelte.ts";

export const homeLab = new Lab({ opensOnPress: true });
