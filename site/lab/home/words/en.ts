// English for the line below the home page's lab.
import type { HomeState } from "../home-state.ts";

const drawing = "This is a drawing.";

export const words = {
  drawing,
  lead: {
    drawing: `${drawing} Press Send, and two real servers start.`,
    send: "Press Send: α says hi.",
    watch: "Watch who hears it …",
    silent: "No error anywhere. Now turn A’s adapter on: α says hi again.",
    "half-a": "Still silence: one adapter isn’t enough. Now turn B’s on too.",
    "half-b": "Still silence: one adapter isn’t enough. Now turn A’s on too.",
    heard: "Both heard it. That’s the difference.",
    other: "Something else is broken in this lab. Press Send to try again.",
  } satisfies Record<HomeState, string>,
};

export type HomeWords = typeof words;
