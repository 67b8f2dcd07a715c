// What carries out a run and judges it. It's loaded once a run is expected: see engine.svelte.ts.
import { judge } from "../../checks/checks.ts";
import { outcomeOf } from "../../derive/outcome.ts";
import { truthOf } from "../../predict/truth.ts";
import { isOfRun } from "../../steps/expected.ts";
import { find, judgedIndex, run } from "../../steps/run-actions.ts";

export const judging = { judge, outcomeOf, truthOf, isOfRun, find, judgedIndex, run };
