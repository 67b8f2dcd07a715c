// Chinese for the element that shows a scenario in somebody's article.
import { common } from "../../lab/words/zh-cn/common.ts";
import { links } from "../../lab/words/zh-cn/links.ts";
import { recorded } from "../../lab/words/zh-cn/recorded.ts";
import { stage, why } from "../../lab/words/zh-cn/story.ts";
import { words as playground } from "../../playground/words/zh-cn.ts";
import type { EmbedWords } from "./en.ts";

export const words: EmbedWords = {
  picture: { ...common, links, stage, why },
  scenario: playground.scenario,
  play: stage.play,
  again: stage.replay,
  back: stage.back,
  forward: stage.forward,
  step: stage.step,
  mark: recorded.mark,
  about: ({ on, redis, versions }) => `${on} · Redis ${redis.version} · Socket.IO ${versions["socket.io"]}`,
  open: "在 playground 里打开",
  unknown: (name, known) => `没有名为“${name}”的场景。可用的有：${known.join("、")}。`,
};
