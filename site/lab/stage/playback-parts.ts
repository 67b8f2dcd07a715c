// The code that shows a message on its path through the picture, loaded with the first message: see lazy-player.svelte.ts.

import { messageCaption } from "../narrate/message-caption.ts";
import HighlightedLines from "./HighlightedLines.svelte";
import Legend from "./Legend.svelte";
import { Player } from "./player.svelte.ts";
import Path from "./scene/Path.svelte";
import SilenceMarks from "./scene/SilenceMarks.svelte";
import Waits from "./scene/Waits.svelte";
import { sceneStory } from "./scene-story.ts";
import { createStories } from "./story-cache.ts";
import TimeControls from "./TimeControls.svelte";

export const parts = {
  messageCaption,
  HighlightedLines,
  Legend,
  Player,
  SilenceMarks,
  Path,
  Waits,
  createStories,
  TimeControls,
  sceneStory,
};
