// The words of the panels during the puzzle: they say what happened, but not why.

import type { LabWords } from "../words/en/words.ts";

export function mask(words: LabWords): LabWords {
  const { hidden } = words.controls;
  const nothing = () => "";
  return {
    ...words,
    why: () => words.stage.hiddenWhy,
    cableWas: { up: hidden, close: hidden, reset: hidden, blackhole: hidden },
    trail: { ...words.trail, dropped: (server) => words.trail.dropped(server, hidden) },
    wire: { ...words.wire, lost: () => words.wire.noAnswer },
    // A server prints its link when it changes.
    terminal: { ...words.terminal, isLogged: (text) => !text.startsWith("link: ") },
    // A line without words isn't shown.
    log: { ...words.log, link: nothing, server: nothing, cable: nothing, joined: nothing, left: nothing },
  };
}
