// The exercises of lesson 13: servers with a bug to find and fix.

import type { Exercise } from "../exercise.ts";
import { acrossServers } from "./adapter-exercises.ts";
import { original } from "./parts.ts";

const setup = {
  links: { a: "adapter", b: "adapter" },
  clients: [
    { name: "α", server: "a", rooms: ["tea"] },
    { name: "γ", server: "a" },
    { name: "β", server: "b", rooms: ["tea"] },
  ],
} as const;
const common = { solution: {}, setup, trials: acrossServers };

/** The broadcast stays on its server. */
export const bugInBroadcast: Exercise = {
  ...common,
  files: ["handlers.ts"],
  region: "message",
  start: {
    "handlers.ts": [
      {
        from: original.toAll,
        to: `    else io.local.emit("message", data);
`,
      },
    ],
  },
};

/** A sender in the room is left out; one outside of it isn't. */
export const bugInRoom: Exercise = {
  ...common,
  files: ["handlers.ts"],
  region: "rooms",
  start: {
    "handlers.ts": [
      {
        from: original.toRoom,
        to: `    for (const id of io.of("/").adapter.rooms.get(message.room) ?? []) io.to(id).emit("message", message.data);
`,
      },
    ],
  },
};
