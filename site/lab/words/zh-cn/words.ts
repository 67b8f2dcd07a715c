// All Chinese words of the lab.
import type { LabWords } from "../en/words.ts";
import { common } from "./common.ts";
import { controls } from "./controls.ts";
import { experiment } from "./experiment.ts";
import { panels } from "./panels.ts";
import { stage } from "./stage.ts";
import { terminal } from "./terminal.ts";
import { trouble } from "./trouble.ts";

export const words: LabWords = {
  ...common,
  ...stage,
  ...panels,
  ...terminal,
  ...experiment,
  ...trouble,
  links: controls.links,
  controls,
};
