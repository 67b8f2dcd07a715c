// The calls that change what a lab's servers run: a learner's code, the original again, an app with or without its own adapter.
import { z } from "zod";
import { ownCode } from "../../lab/code-change/own-code.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import { codeFiles, maxCodeLength, serverNames } from "../../protocol.ts";
import { createRates } from "../../rate.ts";
import { commandLine } from "../../start-command.ts";
import type { Reports } from "../own-app/reports.ts";
import type { Api, ApiRequest, LabAccess } from "./lab-access.ts";
import { readBody } from "./request-body.ts";

/** Each change starts a process for each server. */
const changesOfLab = { most: 30, perSecond: 0.5 };

const codePath = "/api/labs/:id/code";
const codeBody = z.strictObject({
  files: z.partialRecord(z.enum(codeFiles), z.string().max(maxCodeLength)),
  servers: z.array(z.enum(serverNames)).min(1).max(serverNames.length).optional(),
});

const appBody = z.strictObject({ ownAdapter: z.boolean() });

/** `reports` is undefined without an app of the user's own. A report on the app as it was is forgotten. */
export function addCodeRoutes(
  api: Api,
  { changeable }: LabAccess,
  { reports }: { reports?: Reports | undefined },
): void {
  const changes = createRates(changesOfLab);

  /** The lab whose code this request changes. */
  function labOf(c: ApiRequest): Lab {
    const lab = changeable(c);
    if (!lab.state().mayRunCode) {
      throw new LabError(
        "forbidden",
        "Code of your own is off here, because other machines can reach this Crosstalk. It is on where you start it yourself on 127.0.0.1, or with --allow-code.",
      );
    }
    refuseIfOften(lab);
    return lab;
  }

  function refuseIfOften({ id }: Lab): void {
    if (!changes.take(id))
      throw new LabError(
        "rate",
        "What this lab's servers run was changed often just now. Try again in two seconds.",
      );
  }

  api.patch(codePath, async (c) => {
    const lab = labOf(c);
    const { files, servers = serverNames } = await readBody(c, codeBody);
    await lab.setCode(ownCode(files), [...new Set(servers)]);
    return c.json(lab.state());
  });
  api.delete(codePath, async (c) => {
    const lab = labOf(c);
    await lab.setCode(null, serverNames);
    return c.json(lab.state());
  });
  api.patch("/api/labs/:id/app", async (c) => {
    const lab = changeable(c);
    const { ownAdapter } = await readBody(c, appBody);
    if (!reports)
      throw new LabError("conflict", `This needs an app of your own: ${commandLine("--server <file>")}.`);
    refuseIfOften(lab);
    await reports.whileRestarting(() => lab.reload(ownAdapter));
    return c.json(lab.state());
  });
}
