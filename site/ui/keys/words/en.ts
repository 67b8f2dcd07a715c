// English for the list of keys.
import type { KeyName } from "../key-names.ts";

export const words = {
  title: "Keys",
  does: {
    send: "Send from the first client",
    "adapter-a": "Switch A’s adapter",
    "adapter-b": "Switch B’s adapter",
    replay: "Replay, or pause",
    back: "One step back",
    forward: "One step forward",
    run: "Run the experiment in sight",
    next: "Go to the next experiment",
    lab: "Go to the lab",
    help: "Show these keys",
  } satisfies Record<KeyName, string>,
  areOn: "Single keys act on the page; never while you type",
  close: "Close",
};

export type KeysWords = typeof words;
