// Brings the lab into the state from which an experiment runs.
import type { Lab } from "../../live/lab.svelte.ts";
import type { Answer } from "../../predict/chosen-answer.ts";
import type { ExperimentSpec } from "../experiment-spec.ts";
import type { Failure } from "../state-machine.ts";
import { prepare } from "./prepare.ts";

/** Resolves to undefined once it's there, or else to the reason. A `change` is made first. */
export async function prepareRun(
  lab: Lab,
  asked: Pick<ExperimentSpec, "id" | "predict" | "setup">,
  said: Answer,
): Promise<Failure | undefined> {
  if (asked.predict.kind !== "change") return prepare(lab, asked, (setup) => lab.setup.isReached(setup));
  const { prepareChanged } = await import("./prepare-changed.ts");
  return prepareChanged(lab, asked, said);
}
