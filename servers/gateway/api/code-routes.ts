// The calls that run a learner's code on a lab's servers, and that restore the original.
import { z } from "zod";
import { ownCode } from "../../lab/code-change/own-code.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import { codeFiles, maxCodeLength, serverNames } from "../../protocol.ts";
import { createRates } from "../../rate.ts";
import type { Api, ApiRequest, LabAccess } from "./lab-access.ts";
import { readBody } from "./request-body.ts";

/** Each change starts a process for each server. */
const changesOfLab = { most: 30, perSecond: 0.5 };

const codePath = "/api/labs/:id/code";
const codeBody = z.strictObject({
  files: z.partialRecord(z.enum(codeFiles), z.string().max(maxCodeLength)),
  servers: z.array(z.enum(serverNames)).min(1).max(serverNames.length).optional(),
});

export function addCodeRoutes(api: Api, { changeable }: LabAccess): void {
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
    if (!changes.take(lab.id))
      throw new LabError(
        "rate",
        "The code of this lab was changed often just now. Try again in two seconds.",
      );
    return lab;
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
}
