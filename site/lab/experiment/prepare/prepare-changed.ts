// Brings the lab into the state a `change` assumes, with the chosen line changed if the lab may run code.
import type { Lab } from "../../live/lab.svelte.ts";
import { filesOf } from "../../predict/change-actions.ts";
import type { Answer } from "../../predict/chosen-answer.ts";
import type { ExperimentSpec } from "../experiment-spec.ts";
import type { Failure } from "../state-machine.ts";
import { prepare } from "./prepare.ts";

const never = () => false;

/** Resolves to undefined once the lab is in that state, or else to the reason. */
export async function prepareChanged(
  lab: Lab,
  { id, predict, setup }: Pick<ExperimentSpec, "id" | "predict" | "setup">,
  said: Answer,
): Promise<Failure | undefined> {
  const files = lab.mayRunCode ? filesOf(predict, said) : undefined;
  if (!files) return prepare(lab, { id, setup }, never);
  // The servers restart for the code, which empties rooms and needs Redis within reach.
  const failure = await prepare(lab, { id, setup: { keepsCode: true } }, never);
  if (failure) return failure;
  if (!(await lab.actions.runCode(files))) return { is: "stopped" };
  return prepare(lab, { id, setup: { ...setup, keepsCode: true } }, never);
}
