// Every exercise, by the id that lessons give.

import type { Exercise } from "../exercise.ts";
import { attachAdapter, whoIsOnline } from "./adapter-exercises.ts";
import { bridgeBytes, bridgeEcho, bridgeMessage, bridgeRooms } from "./bridge-exercises.ts";
import { bugInBroadcast, bugInRoom } from "./bug-exercises.ts";
import { dropRepeat } from "./delivery-exercises.ts";

export const exercises = {
  "bridge-message": bridgeMessage,
  "bridge-rooms": bridgeRooms,
  "bridge-echo": bridgeEcho,
  "bridge-bytes": bridgeBytes,
  "attach-adapter": attachAdapter,
  "who-is-online": whoIsOnline,
  "bug-broadcast": bugInBroadcast,
  "bug-room": bugInRoom,
  "drop-repeat": dropRepeat,
} satisfies Record<string, Exercise>;

export type ExerciseName = keyof typeof exercises;

export const isExercise = (name: string): name is ExerciseName => Object.hasOwn(exercises, name);
