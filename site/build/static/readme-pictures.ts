// The README's pictures: the silence, and delivery with two adapters, each for a light and a dark page.
import { common } from "../../lab/words/en/common.ts";
import { links } from "../../lab/words/en/links.ts";
import { stage, why } from "../../lab/words/en/story.ts";
import { standalonePicture } from "./standalone.ts";

const scenarios = ["silence", "both-adapters"];

/** The text of each file. */
export const readmePictures = (): Map<string, string> =>
  new Map(
    scenarios.flatMap((scenario) =>
      (["light", "dark"] as const).map((theme) => [
        `lessons/pictures/${scenario}-${theme}.svg`,
        standalonePicture(scenario, { ...common, links, stage, why }, theme),
      ]),
    ),
  );
