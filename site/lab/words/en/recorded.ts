// English for a site that plays recordings. Only such a site loads it.
import type { Unplayable } from "../../recorded/load.ts";
import type { RecordingFacts } from "../../recorded/recording.ts";

/** What starts the real thing. */
const command = "npm ci && npm start";

export const recorded = {
  mark: "Recorded",
  /** What the page plays before a run was chosen. */
  before: "This page plays runs that were recorded in a real lab.",
  about: ({ on, redis, versions }: RecordingFacts) =>
    `Recorded on ${on} in a real lab: ${redis.kind === "embedded" ? "Crosstalk’s own broker" : `Redis ${redis.version}`}, Socket.IO ${versions["socket.io"]}, Redis adapter ${versions["@socket.io/redis-adapter"]}.`,
  command,
  needs: {
    send: "To send and switch as you like, start a live lab:",
    terminals: "Typing needs a live lab. The command that starts one:",
    redis: "This is what was typed and printed in the recording. To type yourself, start a live lab:",
    fault: "This search breaks a live lab, so it can’t be recorded. The command that starts one:",
    outage: "This breaks the link of a live lab. The command that starts one:",
    costs: "This measures a live lab on your own computer. The command that starts one:",
    change: "A changed line runs in a live lab only. The command that starts one:",
    exercise:
      "You can read and write this code here, but running it needs a live lab. The command that starts one:",
  },
  unplayable: (problem: Unplayable): string => {
    switch (problem.what) {
      case "missing":
        return "The recording of this run couldn’t be fetched. Check your connection, then run it again.";
      case "not-recorded":
        return `This run isn’t recorded. Start a live lab with ${command}.`;
      case "unrecorded":
        return `Only the scenarios in the list are recorded, and this link is to another arrangement. Choose a scenario, or start a live lab with ${command}.`;
      case "foreign":
        return "What came instead of the recording isn’t one, so it isn’t played.";
      case "too-new":
        return `The recording of this run was made by a later Crosstalk (its version is ${problem.version}). Reload the page to get the one that fits.`;
      case "cut-off":
        return "The end of this recording is missing, so it isn’t played. Reload the page to fetch it again.";
      case "edited":
        return "This recording was changed after it was made, so it isn’t played.";
    }
  },
  noGateway: (host: string) => `${host} has no lab for you now, so this page plays recordings.`,
  needsLive: `That needs a live lab, and this page plays recordings. Start one with ${command}.`,
  home: { play: ["Send with no adapter", "Send with an adapter on A", "Send with an adapter on both"] },
};

export type RecordedWords = typeof recorded;
