// The steps of the lessons, read from their files: the props of each <Experiment>, checked as the build checks them.
import { readdirSync, readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { isOn, routeNames } from "../../site/course/routes.ts";
import type { Prediction } from "../../site/lab/predict/prediction-kinds.ts";
import { withShown } from "../../site/lab/predict/shown-file.ts";
import { checkExperiment, type ExperimentProps, placeOf } from "../../site/lesson/experiment-props.ts";

export interface Step extends Omit<ExperimentProps, "predict"> {
  predict: Prediction;
  /** "lessons/03-two-servers.mdx:39" */
  place: string;
}

/** Every step of every lesson in a folder, in order. */
export function stepsOf(folder: string): Step[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".mdx") && routeNames.some((route) => isOn(route, name.slice(0, -4))))
    .toSorted()
    .flatMap((name) => stepsIn(`${folder}/${name}`));
}

/** Streams need a real Redis. */
export const needsStreams = (step: Step): boolean =>
  JSON.stringify([step.setup, step.run]).includes('"streams"');

function stepsIn(file: string): Step[] {
  const text = readFileSync(file, "utf8");
  const known = [...text.matchAll(/^\s+- \{ name: "([^"]+)", server/gm)].map(([, name]) => name ?? "");
  return [...text.matchAll(/^<Experiment\n([\s\S]*?)^>$/gm)].map(([, attributes = ""]) => {
    const props = propsOf(attributes);
    const place = placeOf(props.id, file, text);
    const step = checkExperiment(props, known, place);
    const predict = withShown(step.predict, (file) => readFileSync(file, "utf8"), place);
    return { ...step, predict, place };
  });
}

/** `name="text"` and `name={expression}`, each at the beginning of a line. */
function propsOf(attributes: string): Record<string, unknown> {
  const starts = [...attributes.matchAll(/^ {2}(\w+)=/gm)];
  return Object.fromEntries(
    starts.map((start, index) => {
      const from = start.index + start[0].length;
      const raw = attributes.slice(from, starts[index + 1]?.index).trim();
      const source = raw.startsWith("{") ? raw.slice(1, -1) : raw;
      // A value from another context isn't an instance of this one's Array.
      return [start[1], JSON.parse(JSON.stringify(runInNewContext(`(${source})`)))];
    }),
  );
}
