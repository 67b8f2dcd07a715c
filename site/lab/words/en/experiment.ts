// English for an experiment: the prediction, the run, what it does and the result.
import type { CableState, ServerName } from "../../../../servers/protocol.ts";
import { upper } from "./format.ts";

export const experiment = {
  name: (number: number, of?: number) => (of ? `Experiment ${number} of ${of}` : `Experiment ${number}`),
  next: (number: number) => `Next: experiment ${number} ↓`,
  unnumbered: "Experiment",
  beats: { predict: "Predict", run: "Run", compare: "Compare", explain: "Explain" },
  hears: "hears it",
  nobody: "nobody hears it",
  run: "Run",
  runAgain: "Run again",
  running: "Running …",
  hurry: "Skip to the result",
  settingUp: "Setting up …",
  predictFirst: "Predict first: tick who will hear it, or “nobody hears it”.",
  chooseFirst: "Predict first: choose an answer.",
  orderFirst: "Predict first: press all of them, in the order in which they happen.",
  inOrder: "Predict: press them in the order in which they happen",
  ofMaps: "Predict: tick every map that has it",
  noPublish: "no PUBLISH at all",
  noMap: "none of them",
  notSeen: "none of these was seen",
  skip: "Run without a prediction",
  byHand: "To do it by hand, press “Set up this step” first, then",
  fullStop: ".",
  runDoes: "Run does these steps in order. To do them by hand, press “Set up this step” first:",
  stopped: "The run stopped: the lab refused one of its steps. The lab shows why.",
  lost: "The lab ended during the run. You have a new one. Run it again.",
  away: "The lab can’t be reached right now. Run it again when it’s back.",
  setUp: "Set up this step",
  inPlayground: "Open in the playground",
  ready: "Ready.",
  predicted: "you said",
  happened: "happened",
  yes: "hears it",
  no: "hears nothing",
  heard: (ms: string) => `heard, ${ms}`,
  answered: "got an answer",
  delivered: "written to it",
  silent: "heard nothing",
  unexpected: "heard nothing; nothing was sent to it",
  right: "right",
  wrong: "wrong",
  allRight: "You called it.",
  someWrong: "Not what you expected. That’s the interesting case.",
  noPrediction: "You ran this without a prediction.",
  explain: "Read the explanation first",
  tryAgain: "Clear and predict again",
  failed: (saw: string, wanted: string) => `Got: ${saw}. Expected: ${wanted}.`,
};

export const does = {
  type: (client: string, line: string) => `type \`${line}\` in ${client}’s terminal`,
  link: (server: ServerName, link: string) => `switch server ${upper(server)} to the link “${link}”`,
  adapter: (server: ServerName) => `turn on server ${upper(server)}’s adapter`,
  power: (server: ServerName, what: "kill" | "stop" | "start"): string =>
    `${{ kill: "kill", stop: "stop (SIGTERM)", start: "start" }[what]} server ${upper(server)}`,
  cable: (server: ServerName, state: CableState["state"] | undefined, delayMs: number | undefined) =>
    [
      `set server ${upper(server)}’s cable to`,
      [state, delayMs === undefined ? "" : `+${delayMs} ms`].filter(Boolean).join(", "),
    ].join(" "),
  balancer: (sticky: boolean): string =>
    sticky ? "make the balancer sticky" : "make the balancer non-sticky",
  redis: (line: string) => `type \`${line}\` in the Redis console`,
};
