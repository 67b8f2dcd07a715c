// A recording → a picture of how its run ended, and the same in words. Pure.
//
//   recording ──foundIn()──▶ message ──story()──▶ hops, marks ──storyPicture()──▶ <svg>

import { type ServerName, serverNames } from "../../../../servers/protocol.ts";
import { compareNames } from "../../../compare-names.ts";
import { type Story, story } from "../../derive/story.ts";
import type { StageClient } from "../../stage/stage-types.ts";
import type { Recording } from "../recording.ts";
import { foundIn } from "../replay.ts";
import { type PictureWords, type StoryPicture, storyPicture } from "./story-picture.ts";

/** The message of a recording, with who is in its picture. */
export interface RecordedStory {
  story: Story;
  clients: readonly StageClient[];
  /** Both servers, and Redis if anything is linked to it. */
  show: readonly (ServerName | "redis")[];
}

/** Undefined if the run sent no message. */
export function recordedStory(recording: Recording): RecordedStory | undefined {
  const { derived, outcome } = foundIn(recording);
  // What no server has a handler for has no outcome, but a story.
  const message = outcome?.message ?? [...derived.messages.values()].at(-1);
  if (!message) return undefined;
  const lastStory = story(message, derived.picture, recording.ended);
  const { servers } = lastStory.message.world;
  const isLinked = serverNames.some((name) => servers[name].link !== "none");
  const isCrossed = lastStory.hops.some(({ from, to }) => from.at === "redis" || to.at === "redis");
  const show = [...serverNames, ...(isLinked || isCrossed ? (["redis"] as const) : [])];
  return { story: lastStory, clients: clientsIn(recording, lastStory), show };
}

/** Undefined if the run sent no message. @param show What the picture shows. Default: what `recordedStory` says. */
export function outcomePicture(
  recording: Recording,
  words: PictureWords,
  show?: RecordedStory["show"],
): StoryPicture | undefined {
  const recorded = recordedStory(recording);
  return (
    recorded &&
    storyPicture(recorded.story, { clients: recorded.clients, show: show ?? recorded.show, words })
  );
}

/** Everybody who was connected when the message was sent, and everybody it reached later. */
function clientsIn({ setup }: Recording, { message, hops }: Story): StageClient[] {
  const clients = new Map<string, StageClient>();
  const add = (key: string, label: string, server: StageClient["server"], rooms: readonly string[]) => {
    const place = setup.clients?.find(({ name }) => name === label);
    const entrance = place?.server ?? server ?? "a";
    clients.set(key, {
      key,
      label,
      server,
      entrance,
      rooms,
      connected: true,
      refusal: undefined,
      transport: "",
    });
  };
  for (const { socket, label, server, rooms } of message.world.clients.values())
    add(socket, label, server, rooms);
  for (const { to } of hops)
    if (to.at === "client" && !clients.has(to.socket)) add(to.socket, to.label, to.server, []);
  return [...clients.values()].sort((one, two) => compareNames(one.label, two.label));
}
