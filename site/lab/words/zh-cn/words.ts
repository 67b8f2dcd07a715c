// The Chinese words that every page with a lab begins with. What is loaded later brings its own: see `withParts` in context.ts.
import type { BaseWords } from "../en/words.ts";
import { common } from "./common.ts";
import { controls } from "./controls.ts";
import { send, stage } from "./stage.ts";
import { log, matrix, tabs } from "./tabs.ts";
import { trouble } from "./trouble.ts";

export const words: BaseWords = {
  ...common,
  stage,
  send,
  controls,
  tabs,
  log,
  matrix,
  trouble,
  parts: {
    story: () => import("./story.ts"),
    sheet: () => import("./sheet.ts"),
    matrix: () => import("./matrix.ts"),
    terminal: () => import("./terminal.ts"),
    panels: () => import("./panels.ts"),
    wire: () => import("./wire.ts"),
  },
};
