// The call that runs an app of the user's own with or without the adapter that it gives its server.
import { z } from "zod";
import { LabError } from "../../lab/errors.ts";
import { createRates } from "../../rate.ts";
import { commandLine } from "../../start-command.ts";
import type { Reports } from "../own-app/reports.ts";
import type { Api, LabAccess } from "./lab-access.ts";
import { readBody } from "./request-body.ts";

/** Each change starts two processes. */
const changesOfLab = { most: 30, perSecond: 0.5 };

const appBody = z.strictObject({ ownAdapter: z.boolean() });

/** `reports` is undefined without an app of the user's own. A report on the app as it was is forgotten. */
export function addAppRoutes(
  api: Api,
  { changeable }: LabAccess,
  { reports }: { reports?: Reports | undefined },
): void {
  const changes = createRates(changesOfLab);

  api.patch("/api/labs/:id/app", async (c) => {
    const lab = changeable(c);
    const { ownAdapter } = await readBody(c, appBody);
    if (!lab.state().app)
      throw new LabError("conflict", `This needs an app of your own: ${commandLine("--server <file>")}.`);
    if (!changes.take(lab.id))
      throw new LabError("rate", "The app was started again often just now. Try again in two seconds.");
    reports?.forget();
    await lab.setOwnAdapter(ownAdapter);
    return c.json(lab.state());
  });
}
