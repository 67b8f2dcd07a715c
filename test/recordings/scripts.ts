// Everything that is recorded: the experiments of the course, which are the same in both languages, and the playground's scenarios.
import { completed } from "../../site/lab/arrangement/arrangement.ts";
import type { CheckName } from "../../site/lab/checks/checks.ts";
import { actionsOf, filesOf } from "../../site/lab/predict/change-actions.ts";
import type { Script } from "../../site/lab/recorded/recording.ts";
import { scenarioNames, scenarios } from "../../site/playground/scenarios.ts";
import { needsStreams, type Step, stepsOf } from "../lessons/read.ts";

export interface ToRecord extends Script {
  check?: CheckName;
  /** Only a real Redis has streams. */
  needsStreams: boolean;
}

const pageOf = ({ place }: Step) => /([^/]+)\.mdx/.exec(place)?.[1] ?? "";

export const scripts: readonly ToRecord[] = [
  // Changed code runs in a lab only.
  ...stepsOf("lessons")
    .filter(({ predict }) => !filesOf(predict, null))
    .map((step) => ({
      of: `${pageOf(step)}#${step.id}`,
      setup: step.setup ?? {},
      run: [...actionsOf(step.predict, null), ...step.run],
      clients: step.clients,
      check: step.check,
      needsStreams: needsStreams(step),
    })),
  ...scenarioNames.map((name) => {
    const { run, panel: _, ...setup } = completed(scenarios[name]);
    const clients = (setup.clients ?? []).map((client) => client.name);
    return { of: `playground#${name}`, setup, run, clients, needsStreams: false };
  }),
];
