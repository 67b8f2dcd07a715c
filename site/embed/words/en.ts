// English for the element that shows a scenario in somebody's article.
import type { RecordingFacts } from "../../lab/recorded/recording.ts";
import { common } from "../../lab/words/en/common.ts";
import { links } from "../../lab/words/en/links.ts";
import { recorded } from "../../lab/words/en/recorded.ts";
import { stage, why } from "../../lab/words/en/story.ts";
import { words as playground } from "../../playground/words/en.ts";

export const words = {
  picture: { ...common, links, stage, why },
  scenario: playground.scenario,
  play: stage.play,
  again: stage.replay,
  back: stage.back,
  forward: stage.forward,
  step: stage.step,
  mark: recorded.mark,
  about: ({ on, redis, versions }: RecordingFacts) =>
    `${on} · Redis ${redis.version} · Socket.IO ${versions["socket.io"]}`,
  open: "Open in the playground",
  unknown: (name: string, known: readonly string[]) =>
    `There is no scenario “${name}”. Known are ${known.join(", ")}.`,
};

export type EmbedWords = typeof words;
