// The props of <Experiment> in a lesson, checked at build time: a mistake fails the build instead of reaching learners.
import { z } from "astro/zod";
import { type CheckName, isCheck, unknownCheck } from "../lab/checks/checks.ts";
import { predict } from "../lab/predict/predict-schema.ts";
import { run, setup } from "./step-schema.ts";
import { strict } from "./strict.ts";

export const experiment = strict({
  /** The step's anchor: `/03-two-servers/#broadcast`. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower case letters, digits and hyphens, as in a link"),
  /** What the learner is asked to predict. */
  question: z.string().min(1),
  /** The clients that may hear it: the answers to tick, unless `predict` asks something else. The run waits until it's known. */
  clients: z.array(z.string()).min(1),
  /** What the learner predicts. Default: which clients hear it. */
  predict: predict.default({ kind: "hears" }),
  /** What the "run" button does: one action, or several in turn. See site/lab/steps/actions.ts. */
  run,
  /** The state the step starts from. Default: the lesson's `lab`. */
  setup: z.exactOptional(setup),
  /** The name of the function that judges the trace: one of site/lab/checks/checks.ts. */
  check: z.string().transform((name, context): CheckName => {
    if (isCheck(name)) return name;
    context.addIssue({ code: "custom", message: unknownCheck(name) });
    return z.NEVER;
  }),
});

export type ExperimentProps = z.output<typeof experiment>;

/** Returns the validated props. Throws with file, step, field and fix. `known` are the lesson's own clients. */
export function checkExperiment(props: unknown, known: string[], file: string): ExperimentProps {
  const { success, data, error } = experiment.safeParse(props);
  const id = (props as { id?: unknown } | null | undefined)?.id;
  const where = `${file}, <Experiment id=${JSON.stringify(id)}>`;
  if (!success) {
    const problems = error.issues.map(({ path, message }) => `  ${path.join(".") || "props"}: ${message}`);
    throw new Error(`${where}:\n${problems.join("\n")}`);
  }
  const present = data.setup?.clients?.map(({ name }) => name) ?? known;
  const acting = data.run.flatMap((action) => ("client" in action ? [action.client] : []));
  const meant = data.predict.kind === "maps" || data.predict.kind === "arrives" ? [data.predict.client] : [];
  for (const name of [...data.clients, ...acting, ...meant]) {
    if (present.includes(name)) continue;
    throw new Error(
      `${where}: there is no client "${name}" in this step, only ${present.join(", ") || "none"}. Correct the name, or add the client to \`setup.clients\`.`,
    );
  }
  if (data.run.filter((action) => "event" in action && action.judged).length > 1) {
    throw new Error(`${where}: two messages are \`judged\`. The verdict is about one; mark only that.`);
  }
  return data;
}

/** "lessons/03-two-servers.mdx:39": the file and, if it's found, the line where the step with that id begins. */
export function placeOf(id: unknown, file: string, text: string): string {
  const lines = text.split("\n");
  const named = lines.findIndex((line) => line.includes(`id=${JSON.stringify(id)}`));
  return named < 0 ? file : `${file}:${named + 1}`;
}

const idsOfPages = new WeakMap<object, string[]>();

/** Numbers a page's experiments from 1, in the order they are rendered. Throws if two have the same id. */
export function numberExperiment(page: object, id: string, file: string): number {
  const ids = idsOfPages.get(page) ?? [];
  if (ids.includes(id)) {
    throw new Error(
      `${file}: two experiments have the id "${id}". Links to a step need a unique id; rename one.`,
    );
  }
  ids.push(id);
  idsOfPages.set(page, ids);
  return ids.length;
}
