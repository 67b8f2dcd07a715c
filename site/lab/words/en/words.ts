// All English words of the lab.
import { common } from "./common.ts";
import { controls } from "./controls.ts";
import { experiment } from "./experiment.ts";
import { panels } from "./panels.ts";
import { stage } from "./stage.ts";
import { terminal } from "./terminal.ts";
import { trouble } from "./trouble.ts";

export const words = {
  ...common,
  ...stage,
  ...panels,
  ...terminal,
  ...experiment,
  ...trouble,
  links: controls.links,
  controls,
};

export type LabWords = typeof words;
