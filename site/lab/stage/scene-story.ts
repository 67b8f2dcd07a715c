// What a message on its path adds to what stands in the picture: bubbles, waits, and Redis' reply. Pure.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Mark, Story } from "../derive/story.ts";
import { messageText } from "../narrate/message-text.ts";
import { type Wait, waitsOf } from "./waits.ts";

export interface Bubble {
  kind: "said" | "heard" | "silent";
  text: string;
}

export interface SceneStory {
  waits: readonly Wait[];
  /** What Redis replied to the PUBLISH, once it has. */
  receivers: number | undefined;
  /** Servers whose clients have packets on their paths: there, a reason in words would cover the numbers. */
  busy: ReadonlySet<ServerName>;
  bubbleOf: (socket: string) => Bubble | undefined;
}

const maxBubble = 24; // characters

/**
 * @param progress the position in the story, in hops.
 * @param marks the clients by now known not to hear it.
 * @param nothing what their bubbles say.
 */
export function sceneStory(
  story: Story,
  progress: number,
  marks: readonly Mark[],
  nothing: string,
): SceneStory {
  const { message, hops, heard } = story;
  const text = messageText(message, maxBubble);
  return {
    waits: waitsOf(story).filter(({ from }) => progress >= from),
    receivers: hops.find(({ kind, step }) => kind === "publish" && progress >= step + 1)?.receivers,
    busy: new Set(
      hops.flatMap(({ from, to, step }) => {
        const client = from.at === "client" ? from : to.at === "client" ? to : undefined;
        return client && progress > step ? [client.server] : [];
      }),
    ),
    bubbleOf(socket) {
      const step = heard.get(socket);
      if (step !== undefined && progress >= step + 1) return { kind: "heard", text };
      if (marks.some((mark) => mark.socket === socket)) return { kind: "silent", text: nothing };
      if (message.socket === socket) return { kind: "said", text: text || message.event };
      return undefined;
    },
  };
}
