// A recording → a picture of how its run ended, and the same in words. Pure.
//
//   recording ──foundIn()──▶ message ──story()──▶ hops, marks ──storyPicture()──▶ <svg>

import { type ServerName, serverNames } from "../../../../servers/protocol.ts";
import { type Story, story } from "../../derive/story.ts";
import type { StageClient } from "../../stage/seat.ts";
import type { Recording } from "../recording.ts";
import { foundIn } from "../replay.ts";
import { type PictureWords, type StoryPicture, storyPicture } from "./story-picture.ts";

/** The message of a recording, with who is in its picture. */
export interface Told {
  story: Story;
  seats: readonly StageClient[];
  /** Both servers, and Redis if anything is linked to it. */
  show: readonly (ServerName | "redis")[];
}

/** Undefined if the run sent no message. */
export function toldBy(recording: Recording): Told | undefined {
  const { derived, outcome } = foundIn(recording);
  // What no server has a handler for has no outcome, but a story.
  const message = outcome?.message ?? [...derived.messages.values()].at(-1);
  if (!message) return undefined;
  const told = story(message, derived.picture, recording.ended);
  const { servers } = told.message.world;
  const isLinked = serverNames.some((name) => servers[name].link !== "none");
  const isCrossed = told.hops.some(({ from, to }) => from.at === "redis" || to.at === "redis");
  const show = [...serverNames, ...(isLinked || isCrossed ? (["redis"] as const) : [])];
  return { story: told, seats: seatsIn(recording, told), show };
}

/** Undefined if the run sent no message. @param show What the picture shows. Default: what `toldBy` says. */
export function outcomePicture(
  recording: Recording,
  words: PictureWords,
  show?: Told["show"],
): StoryPicture | undefined {
  const told = toldBy(recording);
  return told && storyPicture(told.story, { seats: told.seats, show: show ?? told.show, words });
}

/** Everybody who was connected when the message was sent, and everybody it reached later. */
function seatsIn({ setup }: Recording, { message, hops }: Story): StageClient[] {
  const seats = new Map<string, StageClient>();
  const seat = (key: string, label: string, server: StageClient["server"], rooms: readonly string[]) => {
    const place = setup.clients?.find(({ name }) => name === label);
    const entrance = place?.server ?? server ?? "a";
    seats.set(key, {
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
    seat(socket, label, server, rooms);
  for (const { to } of hops)
    if (to.at === "client" && !seats.has(to.socket)) seat(to.socket, to.label, to.server, []);
  return [...seats.values()].sort((one, two) => one.label.localeCompare(two.label));
}
