// The calls that send an app's events through it, and say which of them scale out. A report takes longer than a request may.
import { z } from "zod";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import { probesFile } from "../../report/probes.ts";
import { commandLine } from "../../start-command.ts";
import type { Reports } from "../own-app/reports.ts";
import type { Api, LabAccess } from "./lab-access.ts";
import { readBody } from "./request-body.ts";

const reportPath = "/api/labs/:id/report";
const reportBody = z.strictObject({ probes: probesFile.optional() });

/** `reports` is undefined without an app of the user's own. */
export function addReportRoutes(
  api: Api,
  { readable, changeable }: LabAccess,
  { reports, boundary }: { reports?: Reports | undefined; boundary: ErrorBoundary },
): void {
  function ofApp(): Reports {
    if (reports) return reports;
    throw new LabError("conflict", `A report needs an app of your own: ${commandLine("--server <file>")}.`);
  }

  api.get(reportPath, (c) => {
    readable(c);
    return c.json(ofApp().state());
  });
  api.post(reportPath, async (c) => {
    changeable(c);
    const { probes } = await readBody(c, reportBody);
    const { make, state } = ofApp();
    make({ probes }).catch((error) => {
      if (!(error instanceof LabError)) boundary.report("report on an app", error);
    });
    return c.json(state(), 202);
  });
}
