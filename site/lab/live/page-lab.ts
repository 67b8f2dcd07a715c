// The lab of this page. Islands are Svelte roots of their own; each puts this one into its context.
import { Lab } from "./lab.svelte.ts";

export const pageLab = new Lab();
