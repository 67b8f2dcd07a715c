// This page's lab. Islands are separate Svelte roots; each puts this lab into its context.
import { Lab } from "./lab.svelte.ts";

export const pageLab = new Lab();
