// What the picture shows of a message, in one or two sentences: who sent what, who heard it, who didn't and why.

import { compareNames } from "../../compare-names.ts";
import { visible } from "../../visible-text.ts";
import { isBroadcast } from "../derive/messages.ts";
import type { Story } from "../derive/story.ts";
import type { LabWords } from "../words/en/all.ts";
import { milliseconds } from "../words/milliseconds.ts";
import { sentenceOf } from "./message-text.ts";

/** The caption for one message, as far as its story has got at `progress`; `count` if it stands for many. */
export function messageCaption(
  story: Story,
  progress: number,
  redisShown: boolean,
  words: Pick<LabWords, "space" | "stage" | "why">,
  count = 1,
): string {
  const { message, marks } = story;
  const said = sentenceOf(message, words.stage);
  const heard = story.hops.flatMap(({ kind, to, step }) =>
    kind === "event" && to.at === "client" && progress >= step + 1 ? [to.label] : [],
  );
  const labels = [...new Set(heard)].sort(compareNames);
  const parts = count > 1 ? [words.stage.many(message.client, count), said] : [said];
  if (labels.length) parts.push(words.stage.heard(labels));
  const silent = new Map<string, string[]>();
  for (const mark of marks) {
    if (progress < mark.step + 1) continue;
    const reason = words.why(mark.reason, redisShown);
    silent.set(reason, [...(silent.get(reason) ?? []), mark.label].sort(compareNames));
  }
  for (const [reason, clients] of silent) parts.push(words.stage.silent(clients, reason));
  if (progress < story.steps) return parts.join(words.space);
  if (message.unhandled && !silent.size)
    parts.push(words.stage.unhandled(message.server, visible(message.event)));
  for (const { waitedMs, from } of story.hops) {
    if (waitedMs !== undefined && from.at === "server")
      parts.push(words.stage.waited(from.server, milliseconds(waitedMs)));
  }
  if (story.waitsOn.length) {
    parts.push(...story.waitsOn.map(words.stage.notYet));
    return parts.join(words.space);
  }
  const silence = message.trail.find((event) => event.type === "unanswered");
  if (silence?.type === "unanswered") {
    parts.push(words.stage.unanswered(message.client, milliseconds(silence.afterMs)));
    return parts.join(words.space);
  }
  if (story.hops.some(({ kind }) => kind === "ack")) parts.push(words.stage.answered(message.client));
  else if (
    !labels.length &&
    !silent.size &&
    isBroadcast(message) &&
    !marks.length &&
    story.isSettled &&
    !message.untaken
  ) {
    parts.push(words.stage.nobody);
  } else if (!isBroadcast(message) && message.received && !message.unhandled)
    parts.push(words.stage.noHandler(message.server));
  return parts.join(words.space);
}
