// Checks what pages report that their clients sent and heard, and limits how much.
import { z } from "zod";
import { maxTextLength } from "../../describe.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import { createRates } from "../../rate.ts";
import { problemsIn, safeParse } from "../safe-parse.ts";

const schema = z
  .array(
    z.object({
      type: z.enum(["sent", "heard"]),
      socket: z.string().max(64),
      event: z.string().max(maxTextLength),
      text: z.string().max(maxTextLength),
      at: z.number().min(0),
    }),
  )
  .max(1000);

/** What the pages of one lab may report: 190 clients that hear a burst of 600 messages stay below it. */
const reportsOfLab = { most: 150_000, perSecond: 20_000 };

/** Returns a function that adds reports to a lab's trace. It throws a LabError if they are malformed or too many. */
export function createIncomingReports(): (lab: Lab, given: unknown) => void {
  const rates = createRates(reportsOfLab);

  return (lab, given) => {
    const parsed = safeParse(schema, given);
    if (!parsed.success) throw new LabError("invalid", `Invalid reports: ${problemsIn(parsed.error)}`);
    if (!rates.take(lab.id, parsed.data.length)) {
      throw new LabError(
        "rate",
        `The pages of this lab report more than ${reportsOfLab.perSecond} events a second.`,
      );
    }
    lab.report(parsed.data);
  };
}
