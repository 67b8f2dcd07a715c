// This page's lab. Islands are separate Svelte roots; each puts this lab into its context.
import { createLab } from "#lab-source";

export const pageLab = createLab();
