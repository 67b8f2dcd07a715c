// All Chinese words of the lab.
import type { LabWords } from "../en/all.ts";
import { does, experiment } from "./experiment.ts";
import { links } from "./links.ts";
import { matrix } from "./matrix.ts";
import { log, pools, trail } from "./panels.ts";
import { controls } from "./sheet.ts";
import { stage, why } from "./story.ts";
import { redis, terminal } from "./terminal.ts";
import { wire } from "./wire.ts";
import { words as first } from "./words.ts";

export const words: LabWords = {
  ...first,
  stage,
  why,
  controls,
  links,
  experiment,
  does,
  matrix,
  trail,
  terminal,
  redis,
  pools,
  wire,
  log,
};
